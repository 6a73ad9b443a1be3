/** Processes told apart from later ones of the same number, by the time they started. */
import { readFileSync } from 'node:fs';

export interface ProcessId {
  pid: number;
  /** Clock ticks since boot: field 22 of proc_pid_stat(5). */
  startTime: string;
}

interface Stat {
  state: string;
  parent: number;
  startTime: string;
}

/** What /proc says of a process now; undefined when there is none of that number. */
export function identify(pid: number): ProcessId | undefined {
  const stat = readStat(`/proc/${pid}/stat`);
  return stat && { pid, startTime: stat.startTime };
}

/** Whether just this process still runs. A zombie is dead. */
export function isAlive({ pid, startTime }: ProcessId): boolean {
  const stat = pid > 0 ? readStat(`/proc/${pid}/stat`) : undefined;
  return stat !== undefined && stat.startTime === startTime && stat.state !== 'Z' && stat.state !== 'X';
}

/** The fields of a line of /proc/PID/stat that follow the name, which may itself hold blanks and parentheses. */
export function parseStat(line: string): Stat {
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
  return { state: fields[0] ?? '', parent: Number(fields[1]), startTime: fields[19] ?? '' };
}

function readStat(path: string): Stat | undefined {
  try {
    return parseStat(readFileSync(path, 'latin1'));
  } catch {
    return undefined;
  }
}
