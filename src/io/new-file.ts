/** New files that only their owner may read: nothing is written over, and no link is followed. */
import { randomBytes } from 'node:crypto';
import { closeSync, constants, lstatSync, openSync, renameSync, rmSync } from 'node:fs';
import { SpcError } from '../core/errors.ts';

const FLAGS = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
const MODE = 0o600;

export interface NewFileOptions {
  /** A regular file that is there makes way. */
  force: boolean;
  /** What to try when one is there. */
  hint?: string;
}

/**
 * Throws `usage` when there is something at `path` that would be in the way of `createPrivate`. To be asked early, before
 * work is done for a file that cannot be made.
 */
export function requireFree(path: string, { force, hint }: NewFileOptions): void {
  const before = lstatSync(path, { throwIfNoEntry: false });
  if (!before) return;
  if (before.isSymbolicLink()) throw inTheWay(path, 'it is a symbolic link', 'name the file itself');
  if (!before.isFile()) throw inTheWay(path, 'it is no regular file', 'name another');
  if (!force) throw isThere(path, hint);
}

/**
 * Opens a new file of mode 0600 for writing (O_EXCL, O_NOFOLLOW) and gives its descriptor. With `force` it takes the place of
 * a regular file at once: it is made beside it and renamed, so that one of the two is there at any time. Throws `usage` for
 * what is in the way, else `system`.
 */
export function createPrivate(path: string, options: NewFileOptions): number {
  try {
    requireFree(path, options);
    return options.force ? createInPlace(path) : openSync(path, FLAGS, MODE);
  } catch (cause) {
    if (cause instanceof SpcError) throw cause;
    const { code, message } = cause as NodeJS.ErrnoException;
    // what came since it was looked for: a link, too
    if (code === 'EEXIST') throw isThere(path, options.hint);
    throw new SpcError('system', `cannot write ${path}`, message, '', { cause });
  }
}

function createInPlace(path: string): number {
  const made = `${path}.${randomBytes(6).toString('hex')}.new`;
  const fd = openSync(made, FLAGS, MODE);
  try {
    renameSync(made, path);
    return fd;
  } catch (error) {
    closeSync(fd);
    rmSync(made, { force: true });
    throw error;
  }
}

const isThere = (path: string, hint = 'name another') => inTheWay(path, 'it is there already', hint);

function inTheWay(path: string, why: string, hint: string): SpcError {
  return new SpcError('usage', `cannot write ${path}`, why, hint);
}
