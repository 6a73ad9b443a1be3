/** The tool itself, found among the host's processes when an engine has started it. */
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { TaskId } from '../guard/entry.ts';
import { markedProcesses } from '../guard/marked.ts';
import { attempt } from '../inspect/files.ts';
import { allPids } from '../proc/family.ts';
import { statOf } from '../proc/one.ts';

/** An engine takes a few tenths of a second; one that takes longer is not watched that closely. */
const LOOK_MS = 10;
const MAX_LOOK_MS = 100;

/**
 * Waits for a process with the mark that has become more than `nsenter`; undefined when `over` came true first, or
 * after `waitMs`. `before`: processes that were there already, and need not be looked at.
 */
export async function whenAppeared(
  mark: string,
  before: ReadonlySet<number>,
  over: () => boolean,
  waitMs: number,
): Promise<TaskId | undefined> {
  const until = performance.now() + waitMs;
  for (let wait = LOOK_MS; ; wait = Math.min(wait * 1.1, MAX_LOOK_MS)) {
    const last = over() || performance.now() > until;
    const found = first(
      markedProcesses(
        mark,
        allPids().filter((pid) => !before.has(pid)),
      ),
    );
    if (found && !isEntering(found)) return found;
    if (last) return undefined;
    await pause(wait);
  }
}

/** The one whose parent has no mark: the others it started itself. */
function first(tasks: readonly TaskId[]): TaskId | undefined {
  const pids = new Set(tasks.map(({ pid }) => pid));
  return tasks.find(({ pid }) => !pids.has(statOf(pid)?.ppid ?? 0));
}

/** nsenter(1) that has not yet become the tool. */
const isEntering = ({ pid }: TaskId) =>
  /^([^\0]*\/)?nsenter\0/.test(attempt(() => readFileSync(`/proc/${pid}/cmdline`, 'latin1')) ?? '');
