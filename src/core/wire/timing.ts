/** A timing of system calls as the terminal UI sees it. */
import type { ListAnswer } from './types.ts';

/** What of a timing is in sight. */
export interface Watch {
  /** Id of the row whose histogram is shown; empty: of all together. */
  call: string;
  /** A column's key, `-key` for falling; empty: as `spc syscalls` sorts. */
  sort: string;
}

export interface TimingSnapshot {
  /** Nanoseconds since it began. */
  at: number;
  state: 'starting' | 'running' | 'ended';
  /** How it ended; empty: it has not. */
  end: string;
  /** What measures, and what it costs the target. */
  tracer: string;
  cost: string;
  /** As `spc syscalls` shows it; ids are names of system calls. */
  table: ListAnswer;
  /** Calls, and their mean nanoseconds, in each of the last seconds; the newest last, at most RATE_SECONDS. */
  calls: number[];
  mean: number[];
  /** The column it is sorted by: its key, `-key` for falling. */
  sort: string;
  /** Whose histogram follows: id of a row; empty: of all. */
  call: string;
  /** Numbers of calls by duration: powers of two, `from` in nanoseconds. */
  histogram: { from: number; count: number }[];
  lost: number;
  notes: string[];
}
