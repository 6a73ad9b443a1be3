/** A line that bpftrace prints with `-f json`. */
import { isEntries, readJson, type Value } from './value.ts';

/** What it printed at once: by one printf, or a whole map. */
export interface Printed {
  /** `printf`, `time`, `cat`, `value`, `map`, `stats`, `hist`, `lost_events`, … */
  type: string;
  data: Value;
}

/** A map of 65,536 histograms is one line. */
export const MAX_JSON_LINE = 64 * 1024 * 1024;

/** undefined: the line is none of bpftrace's. */
export function readPrinted(line: string): Printed | undefined {
  const value = readJson(unescapeBytes(line));
  if (value === undefined || !isEntries(value)) return undefined;
  const { type, data } = Object.fromEntries(value.entries);
  return typeof type === 'string' && data !== undefined ? { type, data } : undefined;
}

/**
 * bpftrace 0.17 writes a byte beyond ASCII as `\uffffffc3`: a negative number (json_escape in src/output.cpp). What is UTF-8
 * becomes what it means. The result has no quote or backslash that was not there.
 */
export function unescapeBytes(line: string): string {
  if (!line.includes('\\uffffff')) return line;
  return line.replaceAll(/\\[^u]|((?:\\uffffff[89a-f][0-9a-f])+)/g, (match, bytes?: string) =>
    bytes === undefined ? match : textOf(bytes),
  );
}

function textOf(bytes: string): string {
  const numbers = bytes.match(/..(?=\\|$)/g) ?? [];
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(
    Uint8Array.from(numbers, (hex) => Number.parseInt(hex, 16)),
  );
}

/** How many `lost_events` tells of; null: it is no number of events. */
export function lostCount({ data }: Printed): number | null {
  const [, events] = (isEntries(data) && data.entries.find(([key]) => key === 'events')) || [];
  return typeof events === 'string' && /^\d{1,15}$/.test(events) ? Number(events) : null;
}
