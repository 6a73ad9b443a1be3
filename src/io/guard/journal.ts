/** What must be undone when spc ends, written down before it is done. */
import { appendFileSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { doLine, type Entry, outlastsBoot, parseJournal, undoneLine } from './entry.ts';
import { journalName, type Owner, ownerOf, self } from './owner.ts';

/** A process's journal. It survives spc's death, not the machine's: nothing is synced. */
export class Journal {
  readonly path: string;
  #next = 1;
  #open = new Map<number, Entry>();

  /** Nothing is written yet. */
  constructor(directory: string) {
    this.path = join(directory, journalName(self()));
  }

  /** Appends, by one write(2), and gives it a number. Throws `ENOSPC` and the like. */
  add(entry: Entry): number {
    const id = this.#next++;
    appendFileSync(this.path, doLine(id, entry), { mode: 0o600 });
    this.#open.set(id, entry);
    return id;
  }

  /** Notes that it has been undone. */
  undone(id: number): void {
    if (!this.#open.delete(id)) return;
    try {
      if (this.#open.size === 0) this.remove();
      else appendFileSync(this.path, undoneLine(id));
    } catch {
      // the disk is full: it would be undone twice, which is harmless
    }
  }

  /** What is still to be undone, oldest first. */
  get open(): [id: number, entry: Entry][] {
    return [...this.#open];
  }

  remove(): void {
    this.#open.clear();
    rmSync(this.path, { force: true });
  }
}

/** A journal that was taken over. */
export interface Taken {
  path: string;
  entries: Entry[];
}

/**
 * Makes this process the owner of a journal whose owner has ended. Of several that try just one succeeds, by rename(2);
 * should it die on the way, the next finds its name. undefined: another has taken it, or it cannot be read.
 */
export function take(directory: string, name: string, me: Owner = self()): Taken | undefined {
  const owner = ownerOf(name);
  if (!owner) return undefined;
  const path = join(directory, journalName(me));
  try {
    renameSync(join(directory, name), path);
    const entries = parseJournal(readFileSync(path, 'utf8'));
    return { path, entries: owner.boot === me.boot ? entries : entries.filter(outlastsBoot) };
  } catch {
    return undefined;
  }
}

/** Keeps what could not be undone for the next one who looks; removes the journal when that is nothing. */
export function leave(path: string, failed: readonly Entry[]): void {
  if (failed.length === 0) {
    rmSync(path, { force: true });
    return;
  }
  const text = failed.map((entry, index) => doLine(index + 1, entry)).join('');
  writeFileSync(`${path}.new`, text, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}
