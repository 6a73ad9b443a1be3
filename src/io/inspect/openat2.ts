/** openat2(2) through koffi: opening below a directory, whatever links say. Loads koffi: import it late. */
import { koffi } from '../linux/koffi.ts';
import { errno } from '../linux/libc.ts';

/** The same number on every architecture. */
const SYS_OPENAT2 = 437;
const O_CLOEXEC = 0x8_0000;
/** `struct open_how`: flags, mode, resolve; 64 bits each. */
const HOW_BYTES = 24;

/** linux/openat2.h */
export const RESOLVE = { NO_XDEV: 0x1, NO_MAGICLINKS: 0x2, IN_ROOT: 0x10 } as const;

const call: (number: number, fd: number, path: string, how: BigUint64Array, size: number) => number = koffi
  .load('libc.so.6')
  .func('long syscall(long number, long fd, const char *path, const uint64_t *how, size_t size)');

/** A descriptor, closed at exec; a negative errno when it fails. */
export function openat2(directory: number, path: string, flags: number, resolve: number): number {
  const how = new BigUint64Array([BigInt(flags | O_CLOEXEC), 0n, BigInt(resolve)]);
  const fd = call(SYS_OPENAT2, directory, path, how, HOW_BYTES);
  return fd < 0 ? -errno() : fd;
}
