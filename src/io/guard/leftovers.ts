/** What sessions left that ended without undoing it: found, undone, and told. */
import { readdirSync } from 'node:fs';
import type { Entry } from './entry.ts';
import { leave, take } from './journal.ts';
import { hasEnded, ownerOf, self } from './owner.ts';

/** Undoes what the journals of ended processes tell of. Resolves with a line for each thing that was, or could not be, undone. */
export async function undoLeftovers(directory: string): Promise<string[]> {
  const me = self();
  const stale = readdirSync(directory).filter((name) => {
    const owner = ownerOf(name);
    return owner !== undefined && hasEnded(owner, me);
  });
  const told: string[] = [];
  for (const name of stale) told.push(...(await undoJournal(directory, name)));
  return told;
}

/** Undoes one journal, unless another does already. What fails stays for the next who looks. */
export async function undoJournal(directory: string, name: string): Promise<string[]> {
  const taken = take(directory, name);
  if (!taken) return [];
  const { undoAll } = await import('./undo.ts');
  const { done, failed } = await undoAll(taken.entries);
  const left = failed.map(({ entry }) => entry);
  leave(taken.path, left);
  return [
    ...done.map((entry) => `left by an earlier session, and now ${undone(entry)}`),
    ...failed.map(({ entry, why }) => `left by an earlier session, and not ${undone(entry)}: ${why}`),
  ];
}

/** `ended: process 42`. */
function undone(entry: Entry): string {
  switch (entry.kind) {
    case 'process':
      return `ended: process ${entry.pid}`;
    case 'marked':
      return 'ended: the processes of a tool';
    case 'container':
      return `removed: container ${entry.name} (${entry.engine})`;
    case 'pinned':
      return `given back: the CPUs ${entry.cpus} of process ${entry.pid} and what it started`;
    case 'affinity':
      return `given back: the CPUs ${entry.cpus} of thread ${entry.pid}`;
    case 'mount':
      return `unmounted: ${entry.path}`;
    case 'file':
      return `removed: ${entry.path}`;
  }
}
