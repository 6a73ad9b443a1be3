/** Threads that were made while their process was pinned to one CPU: they inherited that, and nobody noted them. Loads koffi. */
import { isAlive } from '../builtin/pids.ts';
import { tryAffinity } from '../linux/affinity.ts';
import { familyOf, threadsOf } from '../proc/family.ts';
import { tryReadProc } from '../proc/read.ts';
import type { Entry } from './entry.ts';

/** One that is made by a thread not looked at yet is found by the next look; a fork bomb is not raced for ever. */
const MAX_LOOKS = 20;

/**
 * Lets what is on just that CPU, of the process and those below it, on all of the others. Returns whether there was any; when
 * the process has ended there is none. Throws as `setAffinity`.
 */
export function unpin({ pid, startTime, cpu, cpus }: Extract<Entry, { kind: 'pinned' }>): boolean {
  let found = false;
  if (cpus === String(cpu)) return false;
  for (let look = 0; look < MAX_LOOKS && isAlive({ pid, startTime: String(startTime) }); look++) {
    const threads = familyOf([pid]).flatMap((member) => pinnedThreads(member, cpu));
    if (threads.filter((tid) => tryAffinity(tid, cpus)).length === 0) return found;
    found = true;
  }
  return found;
}

/** Threads of a process that may run on that CPU only. */
export function pinnedThreads(pid: number, cpu: number): number[] {
  const line = `\nCpus_allowed_list:\t${cpu}\n`;
  return threadsOf(pid).filter((tid) => tryReadProc(`/proc/${pid}/task/${tid}/status`)?.includes(line));
}
