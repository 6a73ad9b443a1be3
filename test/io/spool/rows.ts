/** Rows for tests, the same each time. */
import type { RowStyle } from '../../../src/core/wire/session.ts';
import type { RowStore } from '../../../src/io/spool/types.ts';

export interface GivenRow {
  at: number;
  text: string;
  style: RowStyle;
}

const STYLES: readonly RowStyle[] = ['', 'dim', 'red', 'yellow', 'alarm'];
const TEXTS = [
  '',
  'read(3, "x", 1) = 1',
  'µs',
  '日本語 🐳',
  'ÿþ latin',
  'a'.repeat(3000),
  'write(1, "İ", 2) = -1 EPIPE',
];

/** Numbers from 0 to 1, as mulberry32 makes them of a seed. */
export function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Lengths, letters and times of all kinds; times rise by and large, as those of calls do. */
export function randomRows(count: number, seed: number): GivenRow[] {
  const next = numbers(seed);
  const pick = <T>(items: readonly T[]) => items[Math.floor(next() * items.length)] as T;
  return Array.from({ length: count }, (_, index) => ({
    at: index * 1000 - Math.floor(next() ** 8 * 1e6),
    text: `${index} ${pick(TEXTS)}`,
    style: pick(STYLES),
  }));
}

export function addAll(store: RowStore, rows: readonly GivenRow[]): void {
  for (const { at, text, style } of rows) store.add(at, text, style);
}

export function rowAt(store: RowStore, row: number): GivenRow {
  const block = store.block(row);
  const index = row - block.first;
  return { at: block.at(index), text: block.text(index), style: block.style(index) };
}

/** All that are there. */
export const allOf = (store: RowStore): GivenRow[] =>
  Array.from({ length: store.end - store.first }, (_, index) => rowAt(store, store.first + index));
