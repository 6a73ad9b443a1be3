/** The images an engine has here. */
import { SpcError } from '../core/errors.ts';
import type { EngineName, Invocation, ListedImage } from '../core/types.ts';
import type { Engine } from '../engines/engine.ts';
import { ENGINES } from '../engines/index.ts';
import { type CaptureLimits, capture } from './process.ts';

/** So many are described at a time: their ids are a command line's. */
const BATCH = 200;
/** More are not looked at. */
const MAX_IMAGES = 2000;
const MAX_BYTES = 64 * 1024 * 1024;

type Limits = Pick<CaptureLimits, 'timeoutMs' | 'signal'>;

/** All of them, in the engine's order. Throws `engine-down`, `engine-timeout`, `no-root`, `system`. */
export async function localImages(engine: EngineName, limits: Limits): Promise<ListedImage[]> {
  if (engine === 'builtin') return (await import('./image-store.ts')).listImages();
  return await listedBy(ENGINES[engine], limits);
}

async function listedBy(engine: Engine, limits: Limits): Promise<ListedImage[]> {
  const ask = async (invocation: Invocation) =>
    engine.parseImages(await capture(invocation, { ...limits, maxBytes: MAX_BYTES }));
  const { images, ids } = await ask(engine.listImages());
  if (images.length + ids.length > MAX_IMAGES)
    throw new SpcError('system', `${engine.name} has more than ${MAX_IMAGES} images`, 'so many are not listed');
  const all = [...images];
  for (let at = 0; at < ids.length; at += BATCH)
    all.push(...(await ask(engine.inspectImages(ids.slice(at, at + BATCH)))).images);
  return all;
}
