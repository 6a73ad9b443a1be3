/** What must be undone, as lines of a journal. */

/** A process or thread that is no later one of its number: clock ticks since boot it started at. */
export interface TaskId {
  pid: number;
  startTime: number;
}

/** One thing that must be undone. */
export type Entry =
  /** A process to be ended. */
  | ({ kind: 'process' } & TaskId)
  /** Every process with this mark in its environment to be ended: written before the first of them is started. */
  | { kind: 'marked'; mark: string }
  /** A container to be removed, its engine's program (absolute path), and the variables that was called with. */
  | { kind: 'container'; engine: string; program: string; name: string; env: Record<string, string> }
  /**
   * What is on just one CPU of a process and those below it to be let on others: threads that were made while it was pinned.
   * Undone before `affinity`, which knows better of those that were there before.
   */
  | ({ kind: 'pinned'; cpu: number; cpus: string } & TaskId)
  /** A thread's CPUs to be given back. */
  | ({ kind: 'affinity'; cpus: string } & TaskId)
  /** A file or empty directory to be removed. */
  | { kind: 'file'; path: string }
  /** What was mounted there to be unmounted. */
  | { kind: 'mount'; path: string };

export type EntryKind = Entry['kind'];

/** A line of a journal: something to be undone, or the number of what has been. */
type Line = { id: number; entry: Entry } | { undone: number };

/** Each line begins with its own line end: one that was cut short, as the disk was full, does not spoil the next. */
export const doLine = (id: number, entry: Entry): string => `\n${JSON.stringify({ id, entry } satisfies Line)}`;

export const undoneLine = (id: number): string => `\n${JSON.stringify({ undone: id } satisfies Line)}`;

/** What a journal says is still to be undone, oldest first. A line that was cut short tells of nothing that was done. */
export function parseJournal(text: string): Entry[] {
  const open = new Map<number, Entry>();
  for (const said of text.split('\n').map(parseLine)) {
    if (!said) continue;
    if ('undone' in said) open.delete(said.undone);
    else open.set(said.id, said.entry);
  }
  return [...open.values()];
}

function parseLine(line: string): Line | undefined {
  try {
    return JSON.parse(line) as Line;
  } catch {
    return undefined;
  }
}

/** First those that use what the others are about: tools end before their files are removed. */
const ORDER = {
  process: 0,
  marked: 1,
  container: 2,
  pinned: 3,
  affinity: 4,
  mount: 5,
  file: 6,
} as const satisfies Record<EntryKind, number>;

/** In the order of undoing: by kind, and of a kind the youngest first. */
export function inOrder(entries: readonly Entry[]): Entry[] {
  return [...entries].reverse().sort((a, b) => ORDER[a.kind] - ORDER[b.kind]);
}

/** Whether it outlasts a boot of the machine: a process does not. */
export const outlastsBoot = ({ kind }: Entry): boolean => kind === 'container' || kind === 'file';
