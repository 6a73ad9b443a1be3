/** Ending processes that are not our children: INT, TERM, KILL. */
import { setTimeout as pause } from 'node:timers/promises';
import { isAlive } from '../builtin/pids.ts';
import { signalProcess } from '../linux/signal.ts';
import type { TaskId } from './entry.ts';

const LOOK_MS = 10;
/** Killed, it may still wait for a disk, or for its parent to hear of it. */
const KILL_MS = 2000;

const isGone = ({ pid, startTime }: TaskId) => !isAlive({ pid, startTime: String(startTime) });

/**
 * Ends them all; each step waits `graceMs` for those that are left. Resolves true when none is: one that cannot be signalled is
 * not taken for ended.
 */
export async function endProcesses(tasks: readonly TaskId[], graceMs = 1000): Promise<boolean> {
  let left = tasks;
  for (const [name, ms] of [
    ['SIGINT', graceMs],
    ['SIGTERM', graceMs],
    ['SIGKILL', KILL_MS],
  ] as const) {
    for (const task of left) signalProcess(task, name);
    left = await whoStay(left, ms);
    if (left.length === 0) return true;
  }
  return false;
}

/** Those that have not ended after so long. */
async function whoStay(tasks: readonly TaskId[], ms: number): Promise<readonly TaskId[]> {
  const until = performance.now() + ms;
  for (;;) {
    const left = tasks.filter((task) => !isGone(task));
    if (left.length === 0 || performance.now() >= until) return left;
    await pause(LOOK_MS);
  }
}
