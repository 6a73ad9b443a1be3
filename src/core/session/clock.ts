/** Times of tools → nanoseconds since the session began. Whole numbers up to 104 days are exact. */
import type { SessionClock } from './types.ts';

/** Seconds and nanoseconds of a session's beginning, for arithmetic that stays exact in plain numbers. */
export interface Beginning {
  seconds: number;
  nanoseconds: number;
}

export function beginning({ began }: SessionClock): Beginning {
  return { seconds: Number(began.slice(0, -9)), nanoseconds: Number(began.slice(-9)) };
}

/** A moment of CLOCK_REALTIME → nanoseconds since the session began. */
export function since(begin: Beginning, seconds: number, nanoseconds: number): number {
  return (seconds - begin.seconds) * 1_000_000_000 + (nanoseconds - begin.nanoseconds);
}

/** Nanoseconds since the session began → RFC 3339 with nine digits, UTC. */
export function timestamp(begin: Beginning, at: number): string {
  const nanoseconds = begin.nanoseconds + (at % 1_000_000_000);
  const carry = Math.floor(nanoseconds / 1_000_000_000);
  const seconds = begin.seconds + Math.trunc(at / 1_000_000_000) + carry;
  const rest = nanoseconds - carry * 1_000_000_000;
  return `${dateText(seconds)}.${String(rest).padStart(9, '0')}Z`;
}

/** A date is no further from 1970 (ECMA-262, time values). */
const MAX_SECONDS = 8.64e12;

let last = { seconds: Number.NaN, text: '' };

/** `2026-11-22T08:33:22`. Events of one second come together: it is made once for them. */
function dateText(seconds: number): string {
  if (seconds !== last.seconds) last = { seconds, text: isoDate(seconds) };
  return last.text;
}

/** Times of a damaged record may be any. */
const isoDate = (seconds: number) =>
  new Date(Math.max(-MAX_SECONDS, Math.min(seconds, MAX_SECONDS)) * 1000).toISOString().slice(0, -5);
