/** A container while its parts are being found. */
import type { ProcessEntry } from '../processes/types.ts';
import type { ContainerRecord } from './record.ts';
import type { Maker } from './types.ts';

export interface Draft {
  maker: Maker;
  id: string;
  name: string;
  group: string;
  /** The maker is a guess: the cgroup's name is one that several makers use. */
  guessed: boolean;
  /** Its cgroup; empty when it has none of its own. */
  root: string;
  /** What files say of it, the maker's own before those of the runtimes below it. */
  records: ContainerRecord[];
  processes: ProcessEntry[];
  main?: ProcessEntry;
  monitor?: ProcessEntry;
  /** The container it is nested in. */
  within?: Draft;
  /** Host uid of who runs it without root. */
  owner: number;
}

/** A draft of which nothing but its maker and id is known. */
export function makeDraft(maker: Maker, id: string): Draft {
  return { maker, id, name: '', group: '', guessed: false, root: '', records: [], processes: [], owner: 0 };
}

/** Takes out of these what another container has by now; all at once, as it can be thousands that move. */
export function removeMoved(from: Iterable<Draft>, draftOf: ReadonlyMap<ProcessEntry, Draft>): void {
  for (const draft of from) draft.processes = draft.processes.filter((process) => draftOf.get(process) === draft);
}

/** A zombie runs nothing any more. */
export function isAlive({ state }: ProcessEntry): boolean {
  return state !== 'Z' && state !== 'X';
}

/**
 * The first process of those that make up a container: one whose parent is not among them; of several (what was started
 * later by `exec`, say) the one that is pid 1 inside, else the oldest.
 */
export function topmost(processes: readonly ProcessEntry[]): ProcessEntry | undefined {
  const pids = new Set(processes.map(({ pid }) => pid));
  const tops = processes.filter(({ ppid }) => !pids.has(ppid));
  const inits = tops.filter(({ nsPids }) => nsPids !== undefined && nsPids.length > 1 && nsPids.at(-1) === 1);
  const candidates = inits.length > 0 ? inits : tops;
  return candidates.reduce<ProcessEntry | undefined>(
    (first, process) => (first && first.startTime <= process.startTime ? first : process),
    undefined,
  );
}
