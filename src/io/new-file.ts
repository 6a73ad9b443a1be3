/** New files that only their owner may read: nothing is written over, and no link is followed. */
import { randomBytes } from 'node:crypto';
import { closeSync, constants, fchmodSync, lstatSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
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
 * Throws `usage` when there is something at `path` that would be in the way of `createPrivate`, `system` for a path that
 * cannot be. To be asked early, before work is done for a file that cannot be made.
 */
export function requireFree(path: string, { force, hint }: NewFileOptions): void {
  const before = statsOf(path);
  if (!before) return;
  if (before.isSymbolicLink()) throw inTheWay(path, 'it is a symbolic link', 'name the file itself');
  if (!before.isFile()) throw inTheWay(path, 'it is no regular file', 'name another');
  if (!force) throw isThere(path, hint);
}

/** undefined: there is nothing. */
function statsOf(path: string) {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch (cause) {
    throw cannotWrite(path, cause);
  }
}

/** The descriptor of a new file, to write to. Throws what open(2) fails with: the name must not exist. */
export function openNew(path: string): number {
  const fd = openSync(path, FLAGS, MODE);
  fchmodSync(fd, MODE); // whatever the umask
  return fd;
}

/** The same with what is to be in it. */
export function writeNew(path: string, data: string | Buffer): void {
  const fd = openNew(path);
  try {
    writeFileSync(fd, data);
  } finally {
    closeSync(fd);
  }
}

/**
 * Opens a new file for writing and gives its descriptor. With `force` it takes the place of a regular file at once: it is
 * made beside it and renamed, so that one of the two is there at any time. Throws `usage` for what is in the way, else `system`.
 */
export function createPrivate(path: string, options: NewFileOptions): number {
  return made(path, options, (place) => {
    const fd = openNew(place);
    try {
      if (place !== path) renameSync(place, path);
    } catch (error) {
      closeSync(fd);
      throw error;
    }
    return fd;
  });
}

/** Writes a new file; with `force` the old one is there until the new one is whole. Throws as `createPrivate`. */
export function writePrivate(path: string, text: string, options: NewFileOptions): void {
  made(path, options, (place) => {
    writeNew(place, text);
    if (place !== path) renameSync(place, path);
  });
}

/** `make` gets the place of the new file: the path itself, or with `force` one beside it, which does not stay. */
function made<T>(path: string, options: NewFileOptions, make: (place: string) => T): T {
  const place = options.force ? `${path}.${randomBytes(6).toString('hex')}.new` : path;
  try {
    requireFree(path, options);
    return make(place);
  } catch (cause) {
    if (cause instanceof SpcError) throw cause;
    if (options.force) rmSync(place, { force: true });
    // what came since it was looked for: a link, too
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') throw isThere(path, options.hint);
    throw cannotWrite(path, cause);
  }
}

const cannotWrite = (path: string, cause: unknown) =>
  new SpcError('system', `cannot write ${path}`, (cause as Error).message, '', { cause });

const isThere = (path: string, hint = 'name another') => inTheWay(path, 'it is there already', hint);

function inTheWay(path: string, why: string, hint: string): SpcError {
  return new SpcError('usage', `cannot write ${path}`, why, hint);
}
