/** Saved reports: written for their owner alone. */
import { randomBytes } from 'node:crypto';
import { closeSync, constants, lstatSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { SpcError } from '../../core/errors.ts';

const NEW = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

/** Throws `usage` when there is something of that name. */
export function requireFree(path: string): void {
  if (lstatSync(path, { throwIfNoEntry: false })) throw taken(path);
}

const taken = (path: string) =>
  new SpcError('usage', `${path} is there already`, '', 'another name, or --force to replace it');

/**
 * Writes a file that only its owner may read. `force` puts it in the place of what is there, without following a link.
 * Throws `usage` when it is there, `system`.
 */
export function writeNew(path: string, text: string, force: boolean): void {
  const made = force ? `${path}.${randomBytes(4).toString('hex')}.new` : path;
  try {
    const fd = openSync(made, NEW, 0o600);
    try {
      writeFileSync(fd, text);
    } finally {
      closeSync(fd);
    }
    if (force) renameSync(made, path);
  } catch (cause) {
    if (force) rmSync(made, { force: true });
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') throw taken(path);
    throw new SpcError('system', `cannot write ${path}`, (cause as Error).message, '', { cause });
  }
}
