/** A signal to just this process: its number may be another's by now. Loads koffi. */
import { closeSync } from 'node:fs';
import { constants } from 'node:os';
import { identify } from '../builtin/pids.ts';
import type { TaskId } from '../guard/entry.ts';
import { SYS } from './constants.ts';
import * as libc from './libc.ts';

/** `gone`: just this process is no more. `denied`: it is not ours to signal, or there is no descriptor to do it by. */
export type Signalled = 'sent' | 'gone' | 'denied';

/**
 * Sends it by a descriptor that stands for the process (pidfd_send_signal(2), Linux 5.3), looked at again once it is open.
 * Never throws.
 */
export function signalProcess(task: TaskId, name: NodeJS.Signals): Signalled {
  if (task.pid <= 0) return 'gone';
  const pidfd = libc.syscall(SYS.pidfd_open, task.pid, 0, 0);
  if (pidfd < 0) return libc.errno() === ENOSYS ? byNumber(task, name) : outcome(-1);
  try {
    return isStill(task) ? outcome(libc.syscall4(SYS.pidfd_send_signal, pidfd, constants.signals[name], 0, 0)) : 'gone';
  } finally {
    closeSync(pidfd);
  }
}

const { ENOSYS, ESRCH } = constants.errno;

const outcome = (result: number): Signalled => {
  if (result >= 0) return 'sent';
  return libc.errno() === ESRCH ? 'gone' : 'denied';
};

/** A zombie counts: its number is still its own. */
const isStill = ({ pid, startTime }: TaskId) => identify(pid)?.startTime === String(startTime);

function byNumber(task: TaskId, name: NodeJS.Signals): Signalled {
  if (!isStill(task)) return 'gone';
  try {
    process.kill(task.pid, name);
    return 'sent';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH' ? 'gone' : 'denied';
  }
}
