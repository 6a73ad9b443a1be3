/** Reading files that decide what runs as root: only when nobody but root and the caller could have written them. */
import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, realpathSync, type Stats } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { SpcError } from '../core/errors.ts';
import { shellQuote } from '../core/label/quote.ts';

/** Group and others may write. */
const WRITABLE_BY_OTHERS = 0o022;
const STICKY = 0o1000;

/**
 * The text of a regular file. The file and every folder up to `/` must belong to root or the effective user, and be
 * writable by neither group nor others; a sticky folder such as /tmp does not qualify. The file itself may not be a
 * symbolic link; a folder's link may, when safely owned as well. Links in the path cannot be swapped after the check
 * but by those who own them.
 * Throws `config`, naming file, owner, mode and the command that mends it. For a missing file `cause.code` is ENOENT.
 */
export function readTrusted(path: string, { maxBytes }: { maxBytes: number }): string {
  const file = resolve(path);
  checkTrusted(dirname(file));
  const fd = open(file);
  try {
    const stats = fstatSync(fd);
    if (!stats.isFile()) throw unsafe(file, 'it is not a regular file');
    checkOwner(file, stats);
    return read(fd, file, maxBytes);
  } finally {
    closeSync(fd);
  }
}

/**
 * Throws as `readTrusted` unless a folder and all above it, links resolved or not, are safely owned. With `belowSticky`
 * a sticky folder qualifies above it: what is already there cannot be replaced by others. With `forNew` it may be sticky
 * itself: neither can what is made in it.
 */
export function checkTrusted(folder: string, { belowSticky = false, forNew = false } = {}): void {
  const path = resolve(folder);
  const real = attempt(path, () => realpathSync(path));
  for (const step of new Set([...stepsTo(path), ...stepsTo(real)])) {
    const stats = attempt(step, () => lstatSync(step));
    // A link has no mode of its own: who may change it is told by the folder it lies in.
    const sticky = (forNew || (belowSticky && step !== real)) && (stats.mode & STICKY) !== 0;
    checkOwner(step, stats, stats.isSymbolicLink() || sticky);
  }
}

/** `/`, `/etc`, `/etc/spc` for `/etc/spc`. */
function stepsTo(path: string): string[] {
  const above = dirname(path);
  return above === path ? [path] : [...stepsTo(above), path];
}

function checkOwner(path: string, { uid, mode }: Stats, isLink = false): void {
  const me = process.geteuid?.() ?? 0;
  const mine = uid === 0 || uid === me;
  if (mine && (isLink || (mode & WRITABLE_BY_OTHERS) === 0)) return;
  const why = `${path} belongs to uid ${uid} with mode ${(mode & 0o7777).toString(8).padStart(4, '0')}`;
  const commands = [...(mine ? [] : [['chown', '-h', String(me), path]]), ...(isLink ? [] : [['chmod', 'go-w', path]])];
  throw new SpcError(
    'config',
    `${path} is not safe to trust`,
    `${why}: others than root${me === 0 ? '' : ' and you'} may change it`,
    commands.map(shellQuote).join(' && '),
  );
}

/** Does not wait for a writer, should it be a FIFO. */
function open(file: string): number {
  return attempt(file, () => openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK));
}

/** Reads one byte more than allowed, so that a file that grows, or says it is empty, cannot evade the limit. */
function read(fd: number, file: string, maxBytes: number): string {
  const buffer = Buffer.alloc(maxBytes + 1);
  let length = 0;
  for (;;) {
    const bytes = readSync(fd, buffer, length, buffer.length - length, null);
    length += bytes;
    if (length > maxBytes) throw unsafe(file, `it is larger than ${maxBytes} bytes`);
    if (bytes === 0) return buffer.toString('utf8', 0, length);
  }
}

function attempt<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const why = code === 'ELOOP' ? 'it is a symbolic link' : code === 'ENOENT' ? 'it does not exist' : message;
    throw new SpcError(
      'config',
      `${path} cannot be read`,
      why,
      code === 'ELOOP' ? 'put a regular file in its place' : '',
      { cause },
    );
  }
}

function unsafe(file: string, why: string): SpcError {
  return new SpcError('config', `${file} is not safe to read`, why, 'put a regular, smaller file in its place');
}
