/** What of an event strikes the eye. */
import type { SyscallEvent, TraceEvent } from '../events.ts';
import type { RowStyle } from '../wire/session.ts';

/** Nanoseconds: calls that take so long strike the eye. */
const SLOW = 10e6;

export const isSlow = ({ duration }: SyscallEvent): boolean => (duration ?? 0) >= SLOW;

/** Of the whole line; of a call that of its result, or of its time. */
export function styleOf(event: TraceEvent): RowStyle {
  if (event.kind === 'syscall') return event.error ? 'red' : isSlow(event) ? 'yellow' : '';
  if (event.kind === 'lost') return 'alarm';
  if (event.kind === 'end') return event.reason === 'failed' || event.reason === 'tool' ? 'red' : 'dim';
  return event.kind === 'note' ? NOTE_STYLES[event.level] : '';
}

const NOTE_STYLES = { debug: 'dim', info: 'dim', warning: 'yellow', error: 'red' } as const;
