/** Where the builtin engine keeps things. Both roots can be moved by the environment, to absolute paths only. */
import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { SpcError } from '../../core/errors.ts';
import { checkTrusted } from '../safe-file.ts';

/** Images and the containers' own layers: large, kept on disk. SPC_STORE moves it. */
function storeRoot(): string {
  const root = rooted('SPC_STORE', '/var/lib/spc');
  // overlay's option list is split at these
  if (/[,:\\\n]/.test(root)) throw new SpcError('config', `SPC_STORE may not hold , : or \\: ${root}`);
  return root;
}

/** What is true of running containers only: gone after a reboot. SPC_RUN moves it. */
export const stateRoot = (): string => trusted(join(rooted('SPC_RUN', '/run/spc'), 'containers'));

export const imagesRoot = (): string => trusted(join(storeRoot(), 'images'));

/** One image's directory. */
export const imageDirectory = (id: string): string => join(imagesRoot(), id.replace(/^sha256:/, ''));

/** A container's layer over its image. */
export const scratchDirectory = (id: string): string => join(trusted(join(storeRoot(), 'containers')), id);

function rooted(variable: string, fallback: string): string {
  const path = process.env[variable] || fallback;
  if (isAbsolute(path)) return path;
  throw new SpcError('config', `${variable} is no absolute path: ${path}`);
}

const known = new Set<string>();

/**
 * Passes a folder on whose contents root will run; nobody else may have put something there. What of it does not exist
 * yet is made by root. Others than root read only. Throws `config`.
 */
function trusted(folder: string): string {
  if (process.geteuid?.() !== 0 || known.has(folder)) return folder;
  checkTrusted(nearest(folder), { belowSticky: true });
  known.add(folder);
  return folder;
}

const nearest = (path: string): string => (existsSync(path) ? path : nearest(dirname(path)));
