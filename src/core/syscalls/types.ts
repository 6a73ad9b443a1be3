/** Syscall timing reports: how often and for how long a target was in each system call. Times are nanoseconds. */
import type { TracedTarget } from '../session/types.ts';

/** Raised when a reader of an older version would misread a report. */
export const REPORT_SCHEMA = 1;

/** What a row is about beside its system call. */
export const GROUPINGS = ['all', 'thread', 'process', 'container', 'host'] as const;

export type Grouping = (typeof GROUPINGS)[number];

/** Calls whose time was at least `from` and less than `to`. */
export interface Bucket {
  from: number;
  to: number;
  count: number;
}

/** One system call of one group. A figure its tracer cannot tell is null, never made up. */
export interface TimingRow {
  /** `dd (4711)`, a container's name, a host's; empty when all are one. */
  group: string;
  /** By name; `syscall_999` for a number this version has no name for. */
  syscall: string;
  /** As the kernel numbers it on the report's architecture; null: its tracer tells names only. */
  number: number | null;
  count: number;
  /** How many returned an error. */
  errors: number | null;
  total: number;
  min: number | null;
  max: number | null;
  /** Rising, without empty ones. */
  histogram: Bucket[] | null;
}

/** How a report was measured. */
export interface Measurement {
  /** `bpftrace`, `stap`, `perf`, `strace`. */
  tracer: string;
  version: string;
  from: string;
  /** Every call of the target is in it, if nothing was lost. */
  exact: boolean;
  /** Why this tracer. */
  why: string;
  /** What told the target's calls from others: `pid namespace 4026532574`. */
  filter: string;
  /** What measuring costs the target, in a sentence. */
  cost: string;
}

/** What the tracer added to each call, measured on a small loop on this machine. */
export interface Overhead {
  /** ns of a call without the tracer, with it matching, and with it attached but not matching. */
  bare: number;
  traced: number;
  attached: number;
}

export interface TimingReport {
  kind: 'syscall-times';
  schema: number;
  /** Version of spc. */
  spc: string;
  targets: TracedTarget[];
  /** What was started to be measured; null: the targets ran already. */
  command: string[] | null;
  host: { hostname: string; kernel: string; architecture: string; cpu: string; cpus: number };
  measurement: Measurement;
  /** RFC 3339. */
  began: string;
  /** How long was measured, ns; of merged reports, the sum. */
  duration: number;
  by: Grouping;
  rows: TimingRow[];
  /** Calls that were under way when measuring began or ended: in no row. null: the tracer cannot tell. */
  inFlight: { atStart: number | null; atEnd: number | null };
  losses: { count: number | null; what: string }[];
  overhead: Overhead | null;
  /** How many measurements were merged; 1: none. */
  runs: number;
}
