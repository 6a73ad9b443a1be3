/** The builtin engine's images: brought in, listed, removed. */
import { sanitize } from '../core/sanitize.ts';
import { table } from '../core/table.ts';
import type { Image, UseCase } from '../core/types.ts';
import { listImages, loadImage, removeImage } from '../io/image-store.ts';

/** Loads an archive (`-`: standard input) and names what it held. Throws `bad-archive`, `no-root`, `usage`, `system`. */
export async function* loadImages(source: string): UseCase {
  const pending: string[] = [];
  let wake = () => {};
  let done = false;
  const loading = loadImage(source, (text) => {
    pending.push(text);
    wake();
  }).finally(() => {
    done = true;
    wake();
  });
  loading.catch(() => {}); // awaited below
  while (!done) {
    await new Promise<void>((resolve) => {
      wake = resolve;
      if (done || pending.length > 0) resolve();
    });
    for (const text of pending.splice(0)) yield { kind: 'progress', text };
  }
  const images = await loading;
  const text = images.map((image) => `loaded ${nameOf(image)}`).join('\n');
  yield { kind: 'result', text, data: images };
  return 0;
}

const nameOf = ({ tags, id }: Image) => sanitize(tags[0] ?? id);

/** Lists the store, by name. */
export async function* listStoredImages(): UseCase {
  const images = listImages().toSorted((a, b) => nameOf(a).localeCompare(nameOf(b)));
  const rows = images.map((image) => [nameOf(image), image.id.slice(7, 19), day(image), size(image)]);
  const text = table([['NAME', 'ID', 'CREATED', 'SIZE'], ...rows]);
  yield { kind: 'result', text, data: images };
  return 0;
}

const day = ({ created = '' }: Image) => sanitize(created.slice(0, 10), { max: 10 });
const size = ({ size: bytes = 0 }: Image) => `${(bytes / 1024 / 1024).toFixed(1)} MiB`;

/** Removes images one after another. Throws `no-image`, `name-in-use`; those before it are gone then. */
export async function* removeImages(references: string[]): UseCase {
  const done: string[] = [];
  for (const reference of references) done.push(removeImage(reference));
  yield { kind: 'result', text: sanitize(done.join('\n'), { multiline: true }), data: done };
  return 0;
}
