/** Processes told apart from later ones of the same number, by the time they started. */
import { parseStat, type Stat } from '../../core/processes/stat.ts';
import { tryReadProc } from '../proc/read.ts';

export interface ProcessId {
  pid: number;
  /** Clock ticks since boot: field 22 of proc_pid_stat(5). */
  startTime: string;
}

/** What /proc says of a process now; undefined when there is none of that number. */
export function identify(pid: number): ProcessId | undefined {
  const stat = readStat(pid);
  return stat && { pid, startTime: String(stat.startTime) };
}

/** Whether just this process still runs. A zombie is dead. */
export function isAlive({ pid, startTime }: ProcessId): boolean {
  const stat = pid > 0 ? readStat(pid) : undefined;
  return stat !== undefined && String(stat.startTime) === startTime && stat.state !== 'Z' && stat.state !== 'X';
}

function readStat(pid: number): Stat | undefined {
  return parseStat(tryReadProc(`/proc/${pid}/stat`) ?? '');
}
