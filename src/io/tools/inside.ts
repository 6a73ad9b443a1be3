/** Paths below a root that is being built: a link in it must not lead a write to the host's own files. */
import { lstatSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SpcError } from '../../core/errors.ts';

/**
 * The path of `name` below `root`, its directory resolved.
 * Throws `build-failed` when that leads out of the root; undefined when the directory is not there.
 */
export function inside(root: string, name: string): string | undefined {
  const path = join(root, name);
  if (!exists(dirname(path))) return undefined;
  const directory = realpathSync(dirname(path));
  const top = realpathSync(root);
  if (directory === top || directory.startsWith(`${top}/`)) return path;
  throw new SpcError(
    'build-failed',
    `${name} leads out of the root file system`,
    `to ${directory}`,
    'a package has a strange link',
  );
}

/** True for anything of that name, a dangling link too. */
export function exists(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}
