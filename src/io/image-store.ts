/** The builtin engine's images: a directory each, no daemon, no layers kept. */
import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { SpcError } from '../core/errors.ts';
import type { Image } from '../core/types.ts';
import { listBuiltin } from './builtin/containers.ts';
import { imageDirectory, imagesRoot } from './builtin/paths.ts';
import { matchImage } from './store/names.ts';
import { listImages, writeRecord } from './store/records.ts';

export { loadImage, type Progress } from './store/load.ts';
export { listImages } from './store/records.ts';

/** The image a reference means; see matchImage for the rules. undefined: none, or an id's beginning that fits several. */
export const findImage = (reference: string): Image | undefined => matchImage(reference, listImages());

/**
 * Removes an image; by one of several names, only that name. Returns what was done: `untagged: …` or `deleted: …`.
 * Throws `no-image`; `name-in-use` while a container runs from it.
 */
export function removeImage(reference: string): string {
  const image = demand(reference);
  const name = image.tags.find((tag) => matchImage(reference, [{ ...image, tags: [tag], id: '' }]));
  if (name !== undefined && image.tags.length > 1) {
    writeRecord(imageDirectory(image.id), { tags: image.tags.filter((tag) => tag !== name), size: image.size ?? 0 });
    return `untagged: ${name}`;
  }
  refuseInUse(image);
  const grave = join(imagesRoot(), `.removed-${process.pid}-${image.id.slice('sha256:'.length)}`);
  renameSync(imageDirectory(image.id), grave);
  rmSync(grave, { recursive: true, force: true });
  return `deleted: ${image.id}`;
}

function refuseInUse({ id }: Image): void {
  const user = listBuiltin().find(({ imageId }) => imageId === id);
  if (!user) return;
  throw new SpcError(
    'name-in-use',
    `image ${id.slice(0, 19)} is in use`,
    `container ${user.name} runs from it`,
    `end it: spc stop --engine builtin ${user.name}`,
  );
}

function demand(reference: string): Image {
  const image = findImage(reference);
  if (image) return image;
  throw new SpcError('no-image', `no such image in spc's store: ${reference}`, '', "'spc image ls' lists them");
}
