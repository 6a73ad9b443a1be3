/** Processes with a mark in their environment: those a session started, and what they started. */
import { randomBytes } from 'node:crypto';
import { identify } from '../builtin/pids.ts';
import { allPids } from '../proc/family.ts';
import { tryReadProc } from '../proc/read.ts';
import type { TaskId } from './entry.ts';

/** The variable. Its value is random, and only root and the tool's own user can read it. */
export const MARK = 'SPC_TOOL';

/** A new mark. */
export const newMark = (): string => randomBytes(16).toString('hex');

/** Every process that has the mark now. `among`: host pids to look at; all, when left out. */
export function markedProcesses(mark: string, among: readonly number[] = allPids()): TaskId[] {
  const variable = `${MARK}=${mark}`;
  return among.flatMap((pid) => {
    const before = identify(pid);
    const environment = before && tryReadProc(`/proc/${pid}/environ`);
    const isMarked = environment?.split('\0').includes(variable);
    // looked at again: what was read is its own then
    if (!isMarked || identify(pid)?.startTime !== before?.startTime) return [];
    return [{ pid, startTime: Number(before?.startTime) }];
  });
}
