/** Every process at once. */
import type { ProcessEntry, ProcessPart, ProcessTable } from '../../core/processes/types.ts';
import { entryReader } from './entry.ts';
import { allPids } from './family.ts';
import { findGaps } from './gaps.ts';
import { type Machine, readMachine } from './machine.ts';
import { hostNamespaces } from './namespaces.ts';

/**
 * Reads /proc. Synchronous: at 5,000 processes the kernel's share of the time is by far the larger one, and a thread or a
 * foreign call (koffi) saves nothing of it.
 *
 * @param parts what of each process beside /proc/PID/stat; each costs one file a process, `ns` eight links
 * @param only host pids; those that are gone are left out. Undefined: all
 */
export function readProcesses(parts: readonly ProcessPart[], only?: readonly number[]): ProcessTable {
  const machine = readMachine();
  return tableOf(entryReader(parts, machine.pageSize), machine, parts, only);
}

/** A table of what `read` gives of each process. */
export function tableOf(
  read: (pid: number) => ProcessEntry,
  { ticksPerSecond, bootTime, memory }: Machine,
  parts: readonly ProcessPart[],
  only?: readonly number[],
): ProcessTable {
  const processes: ProcessEntry[] = [];
  let hidden = 0;
  const at = Date.now();
  for (const pid of only ? only.toSorted((a, b) => a - b) : allPids()) {
    try {
      processes.push(read(pid));
    } catch (error) {
      const code = codeOf(error);
      if (code === 'EACCES' || code === 'EPERM') hidden++;
      else if (!ENDED.includes(code)) throw error;
    }
  }
  const gaps = findGaps(processes, parts, hidden);
  return { processes, host: hostNamespaces(), at, bootTime, ticksPerSecond, memory, gaps };
}

/** It ended meanwhile; EINVAL is what some files of a dying process say. */
const ENDED = ['ENOENT', 'ESRCH', 'EINVAL'];

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code ?? '';
