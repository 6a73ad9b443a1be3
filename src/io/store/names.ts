/** References to images of the store. */
import { withTag } from '../../core/reference.ts';
import type { Image } from '../../core/types.ts';

const PREFIXES = ['', 'localhost/', 'docker.io/', 'docker.io/library/'];

/**
 * The image a reference means: `sha256:` and its whole id; a name, with `:latest` when it has no tag, as written or below
 * `localhost/`, `docker.io/` or `docker.io/library/`; else the beginning of an id, at least 4 digits and of one image only.
 * `name@sha256:…` means the digest, which must be an image's id. A name wins over an id's beginning, as with docker.
 */
export function matchImage(reference: string, images: readonly Image[]): Image | undefined {
  const digest = /(?:^|@)(sha256:[0-9a-f]{64})$/.exec(reference)?.[1];
  if (digest !== undefined) return images.find(({ id }) => id === digest);
  const named = PREFIXES.map((prefix) => withTag(prefix + reference));
  for (const name of named) {
    const found = images.find(({ tags }) => tags.includes(name));
    if (found) return found;
  }
  if (!/^[0-9a-f]{4,64}$/.test(reference)) return undefined;
  const begun = images.filter(({ id }) => id.startsWith(`sha256:${reference}`));
  return begun.length === 1 ? begun[0] : undefined;
}
