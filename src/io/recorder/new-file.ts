/** A new file that only its owner reads. */
import { closeSync, constants, fchmodSync, openSync, writeFileSync } from 'node:fs';

const FLAGS = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
const MODE = 0o600;

/** Its descriptor, to write to. Throws what open(2) fails with: the name must not exist. */
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
