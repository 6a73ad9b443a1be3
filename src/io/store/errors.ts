/** The one way an archive fails. */
import { SpcError } from '../../core/errors.ts';

/** `bad-archive`: what is wrong with it, in words for the user. */
export function badArchive(why: string, cause?: unknown): SpcError {
  return new SpcError(
    'bad-archive',
    'the image archive cannot be loaded',
    why,
    "make it anew with 'docker save' or 'podman save --format oci-archive'; if it came from elsewhere, do not trust it",
    cause === undefined ? {} : { cause },
  );
}
