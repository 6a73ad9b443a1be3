/** What processes use, as /proc has it (proc_pid_stat(5), proc_pid_status(5)). */
import { readdirSync, readFileSync } from 'node:fs';

/** USER_HZ of all Linux machines that spc runs on. */
const TICKS_PER_SECOND = 100;
const UTIME = 11; // fields behind the name, which may have blanks
const PARENT = 1;

/** Seconds of CPU of a process and all its threads; 0 when it has ended. */
export function cpuSeconds(pid: number): number {
  const fields = statOf(pid);
  return (Number(fields[UTIME] ?? 0) + Number(fields[UTIME + 1] ?? 0)) / TICKS_PER_SECOND;
}

/** Resident memory, MiB. */
export function residentMiB(pid: number): number {
  return Number(/^VmRSS:\s*(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0) / 1024;
}

/** Those that a process has started, and they in turn. */
export function descendants(pid: number): number[] {
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => [Number(name), Number(statOf(Number(name))[PARENT])] as const);
  const below = (of: number): number[] =>
    parents.filter(([, parent]) => parent === of).flatMap(([each]) => [each, ...below(each)]);
  return below(pid);
}

/** Its words, blanks between. */
export const commandOf = (pid: number): string => read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim();

function statOf(pid: number): string[] {
  const stat = read(`/proc/${pid}/stat`);
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

function read(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}
