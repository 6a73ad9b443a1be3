/** What a tracer counted → the rows of a report. */
import { mergeRows } from '../../core/syscalls/merge.ts';
import type { Grouping, TimingRow } from '../../core/syscalls/types.ts';
import { callName } from '../../tracers/timing/numbers.ts';
import type { TimedCall, Timings } from '../../tracers/timing/types.ts';

export interface Naming {
  by: Grouping;
  architecture: string;
  /** What stands for all of one target: a container's name, the host's. */
  whole: string;
  /** Name of a thread that still lives; empty: it does not. */
  nameOf(pid: number): string;
}

/** Rows, heaviest first; those that come out the same are one: a number and a name that mean one call. */
export function rowsOf({ calls, names }: Timings, naming: Naming): TimingRow[] {
  const rows = calls.filter(({ count }) => count > 0).map((call) => rowOf(call, groupOf(call, names, naming), naming));
  return mergeRows(rows).sort((a, b) => b.total - a.total);
}

function rowOf({ call, key: _, ...figures }: TimedCall, group: string, { architecture }: Naming): TimingRow {
  return { group, ...callName(architecture, call), ...figures };
}

function groupOf({ key }: TimedCall, names: Timings['names'], { by, whole, nameOf }: Naming): string {
  if (by === 'all') return '';
  if (by === 'container' || by === 'host') return whole;
  const name = names.get(key) || nameOf(key);
  return name ? `${name} (${key})` : String(key);
}
