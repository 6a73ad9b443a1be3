/** spc's own processes, which no tracer of spc may stop. */
import { statOf } from '../proc/one.ts';

const parentOf = (pid: number): number => statOf(pid)?.ppid ?? 0;

/** A process and those above it, nearest first. */
function lineage(pid: number): number[] {
  const line = new Set<number>();
  for (let at = pid; at > 0 && !line.has(at); at = parentOf(at)) line.add(at);
  return [...line];
}

/** Commands that spc starts to have them traced. */
const subjects = new Set<number>();

/** A command that is started to be traced is no tool of spc's, and neither is what it starts. */
export function addSubject(pid: number): void {
  subjects.add(pid);
}

export type IsKin = (pid: number) => boolean;

/** What spc started: a line from it up to spc, without a subject in it. Reads each process once, however many are below it. */
function descendants(self: number): IsKin {
  const known = new Map<number, boolean>([[self, true]]);
  return (pid) => {
    const line: number[] = [];
    let at = pid;
    for (; at > 0 && !known.has(at) && !subjects.has(at); at = parentOf(at)) {
      line.push(at);
      known.set(at, false); // what /proc says of many moments may be a ring
    }
    const answer = !subjects.has(at) && known.get(at) === true;
    for (const each of line) known.set(each, answer);
    return answer;
  };
}

export interface Kinship {
  isAncestor: IsKin;
  /** One look at what spc has started by now: to be asked of any number of processes, but not kept. */
  descendants(): IsKin;
  /** The same, with ancestors. */
  own(): IsKin;
}

/**
 * Tells spc, what it was started from, and what it starts. To stop an ancestor, the shell or the terminal's program, is to
 * wait for oneself: it reads what spc writes.
 */
export function kinship(self = process.pid): Kinship {
  const ancestors = new Set(lineage(self));
  const isAncestor: IsKin = (pid) => ancestors.has(pid);
  return {
    isAncestor,
    descendants: () => descendants(self),
    own: () => {
      const isDescendant = descendants(self);
      return (pid) => isAncestor(pid) || isDescendant(pid);
    },
  };
}
