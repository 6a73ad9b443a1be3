/** What a way of timing system calls is. */
import type { TraceEvent } from '../../core/events.ts';
import type { TimingTracer } from '../../core/syscalls/tracers.ts';
import type { Timings } from '../../tracers/timing/types.ts';
import type { StartTracer } from '../tracing/types.ts';

/** What is to be timed. */
export interface TimingPlan {
  by: 'all' | 'thread' | 'process';
  /** Names of system calls; empty: all. */
  syscalls: readonly string[];
  /** Nanoseconds between looks while it runs; 0: only at the end. */
  interval: number;
}

/** One measurement by one tracer. */
export interface Timer {
  tracer: TimingTracer;
  /** Every call is in it, if nothing is told as lost. */
  exact: boolean;
  /** What it costs the target, in a sentence. */
  cost: string;
  start: StartTracer;
  /** Takes what the tracer tells in the session's stream. */
  take(event: TraceEvent): void;
  /** What it has found so far; whole when the tracer has ended. */
  timings(): Timings;
  /** What is missing in it, beside what the stream tells as lost. */
  losses(): { count: number | null; what: string }[];
}

/** Throws `unsupported` for a plan that this tracer cannot do. */
export type MakeTimer = (plan: TimingPlan) => Timer;
