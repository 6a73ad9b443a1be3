/** Which events are shown; all are recorded. */
import type { TraceEvent } from '../events.ts';

/** Whether an event shall be shown. */
export type Shown = (event: TraceEvent) => boolean;

/** Of calls only those that took so long (nanoseconds), or have not returned yet; all that is no call. */
export const slowerThan =
  (duration: number): Shown =>
  (event) =>
    event.kind !== 'syscall' ||
    (event.unfinished && !event.name.startsWith('exit')) ||
    (event.duration !== null && event.duration >= duration);

/** For who looks for some calls among many: nothing of processes that come and go, or of their signals. */
export const callsOnly: Shown = ({ kind }) => kind !== 'attach' && kind !== 'signal' && kind !== 'exit';

/** What all of them let through; undefined: all is shown. */
export function allOf(...conditions: readonly (Shown | undefined)[]): Shown | undefined {
  const given = conditions.filter((condition) => condition !== undefined);
  return given.length === 0 ? undefined : (event) => given.every((condition) => condition(event));
}
