/** Text files of the host, whole but never endless, and why one cannot be read. */
import { closeSync, constants, fstatSync, openSync, type Stats } from 'node:fs';
import type { Piece } from '../../core/bench/types.ts';
import { hostPath } from '../discover/host-path.ts';
import { readFrom } from '../inspect/files.ts';

/** No configuration comes near. */
const MAX_BYTES = 4 * 1024 * 1024;

/**
 * A regular file's text; undefined: there is none. Waits for no FIFO, and reads no device.
 *
 * @param reader a user who chose the path: what that user may not read is not read for them, as it would be in the report
 */
export function hostText(path: string, reader = 0): Piece<string | undefined> {
  try {
    const fd = openSync(hostPath(path), constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
    try {
      const stats = fstatSync(fd);
      if (!stats.isFile()) return { missing: `${path} is no regular file` };
      if (!mayRead(reader, stats)) return { missing: `${path} is not readable for user ${reader}` };
      const bytes = readFrom(fd, MAX_BYTES + 1);
      return bytes.length > MAX_BYTES ? { missing: `${path} is larger than 4 MiB` } : { ok: bytes.toString('utf8') };
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ENOTDIR' ? { ok: undefined } : unreadable(path, error);
  }
}

/** Why the system refuses a path. */
export function unreadable(path: string, error: unknown): { missing: string } {
  const { code, message } = error as NodeJS.ErrnoException;
  return { missing: code === 'EACCES' ? `${path}: it needs root` : message };
}

const mayRead = (user: number, { uid, mode }: Stats) => user === 0 || uid === user || (mode & 0o004) !== 0;

/** Makes something of a file; `absent` stands for one that is not there. `reader` as for `hostText`. */
export function fromText<T>(path: string, parse: (text: string) => Piece<T>, absent: Piece<T>, reader = 0): Piece<T> {
  const text = hostText(path, reader);
  if ('missing' in text) return text;
  return text.ok === undefined ? absent : parse(text.ok);
}
