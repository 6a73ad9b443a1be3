/** Lengths of time as users write them: `10s`, `500ms`, `2m`, `1.5h`, `7d`; a bare number is seconds. */
import { SpcError } from './errors.ts';

const UNITS: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
  d: 86_400e9,
};

/** Text → nanoseconds. Throws `usage`. */
export function parseDuration(text: string): number {
  const [, amount, unit = 's'] = /^(\d{1,9}(?:\.\d{1,9})?)(ns|us|µs|ms|s|m|h|d)?$/.exec(text) ?? [];
  if (amount === undefined)
    throw new SpcError('usage', `'${text}' is no length of time`, '', 'write it like 10s, 500ms or 2m');
  return Math.round(Number(amount) * (UNITS[unit] ?? 0));
}

/** The same with a unit, where seconds are not what comes to mind. Throws `usage`. */
export function parseExactDuration(text: string): number {
  if (/^[\d.]+$/.test(text))
    throw new SpcError('usage', `'${text}' has no unit of time`, '', `${text}ms, ${text}us or ${text}s`);
  return parseDuration(text);
}

/** Nanoseconds → the shortest text that is exact enough: `812ns`, `1.52ms`, `3.10s`. */
export function durationText(ns: number): string {
  if (ns < 1e3) return `${ns}ns`;
  if (ns < 1e6) return `${(ns / 1e3).toFixed(2)}µs`;
  if (ns < 1e9) return `${(ns / 1e6).toFixed(2)}ms`;
  return `${(ns / 1e9).toFixed(2)}s`;
}
