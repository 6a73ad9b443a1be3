/** Places to mount on. All run after the container's root is this process's root: no path can lead outside. */
import { lstatSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { SpcError } from '../../../core/errors.ts';

/** Makes the directory or empty file a mount goes on, unless something is there. */
export function makeTarget(path: string, directory: boolean): void {
  if (exists(path)) return;
  try {
    mkdirSync(directory ? path : dirname(path), { recursive: true });
    if (!directory) writeFileSync(path, '', { flag: 'wx' });
  } catch (error) {
    throw new SpcError(
      'system',
      `cannot mount on ${path} in the container`,
      (error as Error).message,
      'choose another target path',
    );
  }
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
