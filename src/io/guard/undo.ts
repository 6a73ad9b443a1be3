/** Undoing what a journal tells of. What is not there any more has been undone. */
import { lstatSync, rmdirSync, unlinkSync } from 'node:fs';
import { dirname } from 'node:path';
import { SpcError } from '../../core/errors.ts';
import { lastLine } from '../../core/text.ts';
import { isAlive } from '../builtin/pids.ts';
import { capture } from '../process.ts';
import { checkTrusted } from '../safe-file.ts';
import type { Entry, EntryKind } from './entry.ts';
import { inOrder } from './entry.ts';

type Undoing = { [Kind in EntryKind]: (entry: Extract<Entry, { kind: Kind }>) => Promise<boolean> };

/** Each resolves true when there was something to undo, and throws when it could not be. */
const UNDOING: Undoing = {
  process: async (task) => {
    if (!isAlive({ pid: task.pid, startTime: String(task.startTime) })) return false;
    return await end([task]);
  },
  marked: async ({ mark }) => {
    const { markedProcesses } = await import('./marked.ts');
    let found = false;
    // one that was just starting another is found with it the second time
    for (let tasks = markedProcesses(mark); tasks.length > 0; tasks = markedProcesses(mark)) found = await end(tasks);
    return found;
  },
  container: async (entry) =>
    entry.engine === 'builtin' ? await removeBuiltin(entry.name) : await removeContainer(entry),
  pinned: async (entry) => {
    const { unpin } = await import('./pinned.ts');
    return unpin(entry);
  },
  affinity: async ({ pid, startTime, cpus }) => {
    if (!isAlive({ pid, startTime: String(startTime) })) return false;
    const { tryAffinity } = await import('../linux/affinity.ts');
    return tryAffinity(pid, cpus);
  },
  mount: async ({ path }) => {
    const { unmount } = await import('../linux/unmount.ts');
    return unmount(path);
  },
  file: async ({ path }) => removeFile(path),
};

/** Undoes one. Resolves true when there was something to undo; rejects when it could not be. */
export async function undo(entry: Entry): Promise<boolean> {
  return await (UNDOING[entry.kind] as (entry: Entry) => Promise<boolean>)(entry);
}

/** What became of entries. */
export interface Outcome {
  /** What there was to undo, and has been. */
  done: Entry[];
  /** What could not be undone, and why. */
  failed: { entry: Entry; why: string }[];
}

/** Undoes all; one that fails does not keep the others from being undone. */
export async function undoAll(entries: readonly Entry[]): Promise<Outcome> {
  const outcome: Outcome = { done: [], failed: [] };
  for (const entry of inOrder(entries)) {
    try {
      if (await undo(entry)) outcome.done.push(entry);
    } catch (error) {
      outcome.failed.push({ entry, why: (error as Error).message });
    }
  }
  return outcome;
}

async function end(tasks: Parameters<typeof import('./end.ts')['endProcesses']>[0]): Promise<true> {
  const { endProcesses } = await import('./end.ts');
  if (await endProcesses(tasks)) return true;
  throw new SpcError('system', `process ${tasks.map(({ pid }) => pid).join(', ')} does not end`);
}

/** With the variables its engine was called with, so that it is the same engine; by the program that was trusted then. */
async function removeContainer({ program, name, env }: Extract<Entry, { kind: 'container' }>): Promise<boolean> {
  const { status, stderr } = await capture({ file: program, args: ['rm', '-f', name], env }, { timeoutMs: 30_000 });
  const isAbsent = /no such container|no container with name|already in progress/i.test(stderr);
  if (status !== 0 && !isAbsent) throw new SpcError('system', `cannot remove container ${name}`, lastLine(stderr));
  return !isAbsent;
}

async function removeBuiltin(name: string): Promise<boolean> {
  const engine = await import('../builtin.ts');
  if (!engine.inspectBuiltin(name)) return false;
  await engine.removeBuiltin(name, true);
  return true;
}

/** Only where nobody else could have put another in its place. */
function removeFile(path: string): boolean {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (!found) return false;
  checkTrusted(dirname(path), { belowSticky: true });
  if (found.isDirectory()) rmdirSync(path);
  else unlinkSync(path);
  return true;
}
