/** A timing of system calls: its command line, the last that was told, and what is in sight of it. */

import type { TimingSnapshot, Watch } from '../../../../core/wire/timing.ts';
import type { WireError } from '../../../../core/wire/types.ts';

export interface TimingState {
  id: number;
  /** The command line it came from, without `spc`. */
  argv: string[];
  title: string;
  error: WireError | null;
  progress: string;
  snapshot: TimingSnapshot | null;
  /** Id of the call the cursor is on; it stays there when the order changes. */
  selected: string;
  /** Where that is in the table: when the call has gone, the cursor stays here. */
  cursor: number;
  top: number;
  /** A column's key, `-key` for falling; empty: as `spc syscalls` sorts. */
  sort: string;
  /** What the process was asked to show last. */
  asked: Watch;
  charts: boolean;
  /** The histogram has all the room. */
  large: boolean;
}

/** A timing that is being started. */
export const newTiming = (id: number, argv: string[]): TimingState => ({
  id,
  argv,
  title: '',
  error: null,
  progress: 'starting',
  snapshot: null,
  selected: '',
  cursor: 0,
  top: 0,
  sort: '',
  asked: { call: '', sort: '' },
  charts: true,
  large: false,
});
