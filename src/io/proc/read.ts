/** Files of /proc, read with a limit. */
import { closeSync, openSync, readSync } from 'node:fs';

/** Of most files of /proc no more is read: a command line can be as long as its process likes. */
const MAX_PROC_FILE = 128 * 1024;

/** One for all: a fresh buffer costs more than the file. Reading is synchronous, so nobody else is in it. */
const buffer = Buffer.allocUnsafeSlow(MAX_PROC_FILE);

/** Tables of mounts are longer: a line of an overlay with many layers has 4 KiB. */
export const MAX_MOUNTINFO = 4 * 1024 * 1024;

/** Made when the first is read; of it only what was written to takes memory. */
let large: Buffer | undefined;

/**
 * The text of a file of /proc, at most `maxBytes` of it, 128 KiB if not said. Throws the error of open(2) or read(2): ENOENT
 * and ESRCH for a process that is gone, EACCES and EPERM for one that is not ours to read.
 *
 * What cannot be prevented: a command line is read from its process's memory, under a lock (mmap_lock) that a thread of it
 * may hold while it waits for a disk or a network file system that does not answer. read(2) then waits, too, as that of
 * ps(1) does; only SIGKILL ends it, and nothing tells such a process beforehand. Pages of a file are never waited for:
 * the kernel reads anonymous memory only (since 4.17), and what userfaultfd(2) holds back reads as nothing.
 */
export function readProc(path: string, maxBytes = MAX_PROC_FILE): string {
  const fd = openSync(path, 'r');
  try {
    const into = bufferFor(maxBytes);
    return into.toString('utf8', 0, fill(fd, into, maxBytes));
  } finally {
    closeSync(fd);
  }
}

function bufferFor(maxBytes: number): Buffer {
  if (maxBytes <= MAX_PROC_FILE) return buffer;
  if (!large || large.length < maxBytes) large = Buffer.allocUnsafeSlow(maxBytes);
  return large;
}

/** The same, or undefined when it cannot be read. */
export function tryReadProc(path: string, maxBytes?: number): string | undefined {
  try {
    return readProc(path, maxBytes);
  } catch {
    return undefined;
  }
}

/** One read of a table of /proc gives a page or so of it, so it ends at an empty one. */
function fill(fd: number, into: Buffer, max: number): number {
  let length = 0;
  while (length < max) {
    const got = readSync(fd, into, length, max - length, null);
    if (got === 0) break;
    length += got;
  }
  return length;
}
