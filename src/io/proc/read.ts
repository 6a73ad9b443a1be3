/** Files of /proc, read with a limit. */
import { closeSync, openSync, readSync } from 'node:fs';

/** No file of /proc is read further: a command line can be as long as its process likes. */
const MAX_PROC_FILE = 128 * 1024;

/** One for all: a fresh buffer costs more than the file. Reading is synchronous, so nobody else is in it. */
const buffer = Buffer.allocUnsafeSlow(MAX_PROC_FILE);

/**
 * The text of a file of /proc, at most 128 KiB of it. Throws the error of open(2) or read(2): ENOENT and ESRCH for a process
 * that is gone, EACCES and EPERM for one that is not ours to read.
 *
 * What cannot be prevented: a command line is read from its process's memory, under a lock (mmap_lock) that a thread of it
 * may hold while it waits for a disk or a network file system that does not answer. read(2) then waits, too, as that of
 * ps(1) does; only SIGKILL ends it, and nothing tells such a process beforehand. Pages of a file are never waited for:
 * the kernel reads anonymous memory only (since 4.17), and what userfaultfd(2) holds back reads as nothing.
 */
export function readProc(path: string): string {
  const fd = openSync(path, 'r');
  try {
    return buffer.toString('utf8', 0, fill(fd));
  } finally {
    closeSync(fd);
  }
}

/** The same, or undefined when it cannot be read. */
export function tryReadProc(path: string): string | undefined {
  try {
    return readProc(path);
  } catch {
    return undefined;
  }
}

/** One read of a table of /proc gives a page or so of it, so it ends at an empty one. */
function fill(fd: number): number {
  let length = 0;
  while (length < MAX_PROC_FILE) {
    const got = readSync(fd, buffer, length, MAX_PROC_FILE - length, null);
    if (got === 0) break;
    length += got;
  }
  return length;
}
