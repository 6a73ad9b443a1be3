/** Unmounting. Loads koffi. */
import { constants } from 'node:os';
import { MNT_DETACH, UMOUNT_NOFOLLOW } from './constants.ts';
import { linuxError } from './error.ts';
import { errno, umount2 } from './libc.ts';

/**
 * Takes the topmost mount off a directory, at once for new users and in the end for those that still use it (umount2(2)).
 * Returns false when nothing is mounted there. Throws `no-capability`, `system`.
 */
export function unmount(path: string): boolean {
  if (umount2(path, MNT_DETACH | UMOUNT_NOFOLLOW) === 0) return true;
  const { EINVAL, ENOENT } = constants.errno;
  if (errno() === EINVAL || errno() === ENOENT) return false;
  throw linuxError(`cannot unmount ${path}`, 'umount2', errno(), 'SYS_ADMIN');
}
