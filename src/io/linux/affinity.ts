/** Which CPUs a thread may run on: sched_setaffinity(2). Loads koffi. */
import { constants } from 'node:os';
import { parseCpus } from '../../core/cpus.ts';
import { SpcError } from '../../core/errors.ts';
import { linuxError } from './error.ts';
import { koffi } from './koffi.ts';
import { errno } from './libc.ts';

const libc = koffi.load('libc.so.6');
const sched_setaffinity: (tid: number, size: number, mask: Buffer) => number = libc.func(
  'int sched_setaffinity(int pid, size_t size, const uint8_t *mask)',
);

/** The kernel takes any size; a CPU beyond its own count is left out. */
const MASK_BYTES = 1024;

/**
 * Lets a thread run on just these CPUs: a list as in /proc/PID/status (`0-1,3`). CPUs its cpuset does not have are left out
 * by the kernel. Throws `system`, `no-capability` (another user's thread), `target-gone` when there is no such thread.
 */
export function setAffinity(tid: number, cpus: string): void {
  const mask = Buffer.alloc(MASK_BYTES);
  for (const cpu of parseCpus(cpus)) mask[cpu >> 3] = (mask[cpu >> 3] ?? 0) | (1 << (cpu & 7));
  if (sched_setaffinity(tid, mask.length, mask) >= 0) return;
  const error = errno();
  if (error === constants.errno.ESRCH) throw new SpcError('target-gone', `thread ${tid} has ended`);
  throw linuxError(`cannot choose the CPUs of thread ${tid}`, 'sched_setaffinity', error, 'SYS_NICE');
}

/** The same; false when the thread has ended. */
export function tryAffinity(tid: number, cpus: string): boolean {
  try {
    setAffinity(tid, cpus);
    return true;
  } catch (error) {
    if (error instanceof SpcError && error.code === 'target-gone') return false;
    throw error;
  }
}
