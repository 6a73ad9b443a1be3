/** Reading files of /proc and of cgroup file systems: whole, but never more than a limit, and never waiting. */
import { closeSync, constants, openSync, readSync } from 'node:fs';

/** One for all files: most are a line, and everything here is synchronous. */
const scratch = Buffer.allocUnsafe(64 * 1024);

/**
 * The text of a file, cut at `max` bytes. Throws the error of the system call (`ENOENT`, `EACCES`, `ESRCH` for a process
 * that has just ended).
 */
export function readText(path: string, max = 1024 * 1024): string {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
  try {
    return readFrom(fd, max).toString('utf8');
  } finally {
    closeSync(fd);
  }
}

/** The bytes of an open file from where it stands, cut at `max`. */
export function readFrom(fd: number, max: number): Buffer {
  const chunks: Buffer[] = [];
  let length = 0;
  while (length < max) {
    const count = readSync(fd, scratch, 0, Math.min(scratch.length, max - length), null);
    if (count === 0) break;
    chunks.push(Buffer.from(scratch.subarray(0, count)));
    length += count;
  }
  return Buffer.concat(chunks);
}

/** As `readText`; undefined when it cannot be read. */
export function tryReadText(path: string, max?: number): string | undefined {
  return attempt(() => readText(path, max));
}

/** What an action gives; undefined when the system refuses it. */
export function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).errno === undefined) throw error;
    return undefined;
  }
}
