/** Files that the caller names and anybody may have written: snapshots, reports, waivers. */
import { closeSync, constants, fstatSync, openSync } from 'node:fs';
import { SpcError } from '../../core/errors.ts';
import { readFrom } from '../inspect/files.ts';

/** Evidence of thousands of containers has some ten MiB. */
const MAX_BYTES = 256 * 1024 * 1024;

/** The text of a regular file; `what` it is to be, as `the snapshot`. Waits for no FIFO. Throws `usage`. */
export function readNamed(path: string, what: string): string {
  try {
    const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
    try {
      if (!fstatSync(fd).isFile()) throw new Error('it is not a regular file');
      const bytes = readFrom(fd, MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) throw new Error(`it is larger than ${MAX_BYTES} bytes`);
      return bytes.toString('utf8');
    } finally {
      closeSync(fd);
    }
  } catch (cause) {
    throw new SpcError('usage', `${what} ${path} cannot be read`, (cause as Error).message, '', { cause });
  }
}

/** Its JSON. Throws `usage`, and `bad-report` when it is none. */
export function readNamedJson(path: string, what: string): unknown {
  const text = readNamed(path, what);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new SpcError('bad-report', `${what} ${path} is damaged`, (cause as Error).message, '', { cause });
  }
}
