/** Where the builtin engine keeps things. Both roots can be moved by the environment, to absolute paths only. */
import { isAbsolute, join } from 'node:path';
import { SpcError } from '../../core/errors.ts';

/** Images and the containers' own layers: large, kept on disk. SPC_STORE moves it. */
function storeRoot(): string {
  const root = rooted('SPC_STORE', '/var/lib/spc');
  // overlay's option list is split at these
  if (/[,:\\\n]/.test(root)) throw new SpcError('config', `SPC_STORE may not hold , : or \\: ${root}`);
  return root;
}

/** What is true of running containers only: gone after a reboot. SPC_RUN moves it. */
export const stateRoot = (): string => join(rooted('SPC_RUN', '/run/spc'), 'containers');

export const imagesRoot = (): string => join(storeRoot(), 'images');

/** One image's directory. */
export const imageDirectory = (id: string): string => join(imagesRoot(), id.replace(/^sha256:/, ''));

/** A container's layer over its image. */
export const scratchDirectory = (id: string): string => join(storeRoot(), 'containers', id);

function rooted(variable: string, fallback: string): string {
  const path = process.env[variable] || fallback;
  if (isAbsolute(path)) return path;
  throw new SpcError('config', `${variable} is no absolute path: ${path}`);
}
