/** Times of rows, as they are read. */
import { beginning, timestamp } from '../../../../core/session/clock.ts';
import type { SessionState } from './state.ts';

/** A session that was not told of yet began in 1970. */
const beginOf = ({ header }: Pick<SessionState, 'header'>) => beginning({ began: header?.began ?? '0000000000' });

/** `12:34:56.789` (UTC), or `+    12.345` seconds since the beginning; all of one width. */
export function rowTime(session: Pick<SessionState, 'header' | 'times'>, at: number): string {
  if (session.times === 'clock') return timestamp(beginOf(session), at).slice(11, 23);
  return `${(at / 1e9).toFixed(3)}`.padStart(12);
}

/** Cells of a time, with the blank after it; in a narrow pane without fractions, or none at all. */
export const timeWidth = (width: number): number => (width >= 56 ? 13 : width >= 38 ? 9 : 0);

/** `1:02:03`: how long. */
export function elapsed(at: number): string {
  const seconds = Math.max(0, Math.floor(at / 1e9));
  const two = (number: number) => String(number).padStart(2, '0');
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

const DAY = 86_400e9;

/**
 * What a user types for a moment → nanoseconds since the beginning; undefined: it is none. `12:34:56.7` is the first such
 * time of day at or after the beginning (UTC), `+90.5` seconds since then.
 */
export function parseMoment(session: Pick<SessionState, 'header'>, text: string): number | undefined {
  const [, seconds] = /^\+(\d{1,9}(?:\.\d{1,9})?)$/.exec(text.trim()) ?? [];
  if (seconds !== undefined) return Math.round(Number(seconds) * 1e9);
  const [, hour, minute, second = '0'] = /^(\d{1,2}):(\d{2})(?::(\d{2}(?:\.\d{1,9})?))?$/.exec(text.trim()) ?? [];
  if (hour === undefined || Number(hour) > 23 || Number(minute) > 59 || Number(second) >= 60) return undefined;
  const ofDay = ((Number(hour) * 60 + Number(minute)) * 60 + Number(second)) * 1e9;
  const begin = beginOf(session);
  const began = (begin.seconds % 86_400) * 1e9 + begin.nanoseconds;
  return Math.round(ofDay - began + (ofDay < began - 1e9 ? DAY : 0));
}
