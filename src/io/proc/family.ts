/** Numbers of processes: all, those below others, threads. */
import { readdirSync } from 'node:fs';
import { attempt } from '../inspect/files.ts';
import { tryReadProc } from './read.ts';

/** Processes and all below them, as far as they have not ended. */
export function familyOf(pids: readonly number[]): number[] {
  const members = new Set(pids);
  for (const member of members) for (const child of childrenOf(member)) members.add(child);
  return [...members];
}

/** From /proc/PID/task/TID/children (proc_tid_children(5)); a kernel without CONFIG_PROC_CHILDREN has none. */
const childrenOf = (pid: number): number[] =>
  threadsOf(pid).flatMap((tid) => {
    const text = tryReadProc(`/proc/${pid}/task/${tid}/children`) ?? '';
    return text.split(' ').filter(Boolean).map(Number);
  });

/** Thread ids; none when it has ended. */
export const threadsOf = (pid: number): number[] => attempt(() => readdirSync(`/proc/${pid}/task`))?.map(Number) ?? [];

/** Every process there is, by host pid, rising. */
export const allPids = (): number[] =>
  readdirSync('/proc')
    .map(Number)
    .filter(Number.isInteger)
    .sort((a, b) => a - b);
