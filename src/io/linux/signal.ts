/** A signal to just this process: its number may be another's by now. Loads koffi. */
import { closeSync } from 'node:fs';
import { constants } from 'node:os';
import { identify } from '../builtin/pids.ts';
import type { TaskId } from '../guard/entry.ts';
import { SYS } from './constants.ts';
import * as libc from './libc.ts';

/**
 * Sends it by a descriptor that stands for the process (pidfd_send_signal(2), Linux 5.3), looked at again once it is open.
 * Returns false when just this process is no more, or is not ours to signal.
 */
export function signalProcess(task: TaskId, name: NodeJS.Signals): boolean {
  if (task.pid <= 0) return false;
  const pidfd = libc.syscall(SYS.pidfd_open, task.pid, 0, 0);
  if (pidfd < 0) return libc.errno() === constants.errno.ENOSYS && signalByNumber(task, name);
  try {
    return isStill(task) && libc.syscall4(SYS.pidfd_send_signal, pidfd, constants.signals[name], 0, 0) === 0;
  } finally {
    closeSync(pidfd);
  }
}

/** A zombie counts: its number is still its own. */
const isStill = ({ pid, startTime }: TaskId) => identify(pid)?.startTime === String(startTime);

function signalByNumber(task: TaskId, name: NodeJS.Signals): boolean {
  try {
    return isStill(task) && process.kill(task.pid, name);
  } catch {
    return false;
  }
}
