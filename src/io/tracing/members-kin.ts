/** spc's own processes, which no tracer of spc may stop. */
import { parseStat } from '../../core/processes/stat.ts';
import { tryReadProc } from '../proc/read.ts';

const parentOf = (pid: number): number => parseStat(tryReadProc(`/proc/${pid}/stat`) ?? '')?.ppid ?? 0;

/** A process and those above it, nearest first. */
function lineage(pid: number): number[] {
  const line: number[] = [];
  for (let at = pid; at > 0 && !line.includes(at); at = parentOf(at)) line.push(at);
  return line;
}

/** Commands that spc starts to have them traced. */
const subjects = new Set<number>();

/** A command that is started to be traced is no tool of spc's, and neither is what it starts. */
export function addSubject(pid: number): void {
  subjects.add(pid);
}

/** What spc started; a line from it up to spc, without a subject in it. */
function isTool(pid: number, self: number): boolean {
  const line = lineage(pid);
  return line.includes(self) && !line.some((each) => subjects.has(each));
}

/**
 * Tells spc, what it was started from, and what it starts. To stop an ancestor, the shell or the terminal's program, is to
 * wait for oneself: it reads what spc writes.
 */
export function kinship(self = process.pid): { isAncestor(pid: number): boolean; isDescendant(pid: number): boolean } {
  const ancestors = new Set(lineage(self));
  return {
    isAncestor: (pid) => ancestors.has(pid),
    isDescendant: (pid) => isTool(pid, self),
  };
}
