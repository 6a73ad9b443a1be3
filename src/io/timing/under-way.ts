/** Calls that are under way now. */
import { threadsOf } from '../proc/family.ts';
import { tryReadProc } from '../proc/read.ts';

/**
 * How many threads of these processes are in a system call (/proc/PID/task/TID/syscall: `running` when not); null when none
 * of them may be read.
 */
export function callsUnderWay(pids: readonly number[]): number | null {
  const states = pids.flatMap((pid) => threadsOf(pid).map((tid) => tryReadProc(`/proc/${pid}/task/${tid}/syscall`)));
  const known = states.filter((state) => state !== undefined);
  if (states.length > 0 && known.length === 0) return null;
  // a number below 0: it runs no call, but waits for a fault or a stop
  return known.filter((state) => /^\d/.test(state)).length;
}
