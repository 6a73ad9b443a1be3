/** What every way of timing system calls gives. Times are nanoseconds. */
import type { TimingRow } from '../../core/syscalls/types.ts';

/** What was measured of one system call by one group; a figure the tracer cannot tell is null. */
export interface TimedCall extends Omit<TimingRow, 'group' | 'syscall' | 'number'> {
  /** By number, or by name where the tracer tells only that. */
  call: number | string;
  /** Host pid or tid, or the index of a target: as the measurement groups. 0: all are one. */
  key: number;
}

/** What a measurement has found so far. */
export interface Timings {
  calls: TimedCall[];
  /** Thread names by key, as far as the tracer tells. */
  names: Map<number, string>;
  /** How long it watched, ns; null: it does not tell. */
  duration: number | null;
}
