/** Places to mount on. All run after the container's root is this process's root: no path can lead outside. */
import { lstatSync, mkdirSync, readlinkSync, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { SpcError } from '../../../core/errors.ts';

/** Makes the directory or empty file a mount goes on, unless something is there. */
export function makeTarget(path: string, directory: boolean): void {
  if (exists(path)) return;
  try {
    const real = landing(path);
    mkdirSync(directory ? real : dirname(real), { recursive: true });
    if (!directory) writeFileSync(real, '', { flag: 'wx' });
  } catch (error) {
    throw new SpcError(
      'system',
      `cannot mount on ${path} in the container`,
      (error as Error).message,
      'choose another target path',
    );
  }
}

/** Where a path leads by its links, also by links to nothing yet: path_resolution(7) inside this root. */
function landing(path: string, hops = 0): string {
  const MAX_LINKS = 40;
  if (hops > MAX_LINKS) throw new Error('too many symbolic links');
  const parts = path.split('/').filter(Boolean);
  for (const index of parts.keys()) {
    const prefix = `/${parts.slice(0, index + 1).join('/')}`;
    if (!lstatSync(prefix, { throwIfNoEntry: false })?.isSymbolicLink()) continue;
    return landing(resolve(dirname(prefix), readlinkSync(prefix), ...parts.slice(index + 1)), hops + 1);
  }
  return path;
}

/** The same for /proc, /sys and /dev, which an image could replace by a link to fool what is done there later (CVE-2019-19921). */
export function makeSystemTarget(path: string): void {
  makeTarget(path, true);
  if (lstatSync(path).isDirectory()) return;
  throw new SpcError('system', `the image's ${path} is no directory`, 'a link there is an attack', 'do not trust it');
}

export function exists(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** Whether `path` lies below one of `directories`, by its text. */
export function isBelow(path: string, directories: readonly string[]): boolean {
  return directories.some((directory) => path.startsWith(directory === '/' ? '/' : `${directory}/`));
}
