/** Which events are shown; all are recorded. */
import type { TraceEvent } from '../events.ts';

/** Whether an event shall be shown. */
export type Shown = (event: TraceEvent) => boolean;

/** Of calls only those that took so long (nanoseconds), or have not returned; all that is no call. */
export const slowerThan =
  (duration: number): Shown =>
  (event) =>
    event.kind !== 'syscall' || event.unfinished || event.duration === null || event.duration >= duration;
