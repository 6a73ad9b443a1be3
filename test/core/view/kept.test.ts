import { describe, expect, test } from 'vitest';
import { Kept } from '../../../src/core/view/kept.ts';

/** Rows over several parts of 32,768, with parts without any, and runs at their borders. */
const ROWS = [0, 1, 31, 32, 63, 64, 5000, 32_766, 32_767, 32_768, 32_769, 65_535, 131_072, 131_103, 131_104, 400_000];

function keptOf(rows: readonly number[], from = 0): Kept {
  const kept = new Kept(from);
  for (const row of rows) kept.add(row);
  return kept;
}

describe('rows that are let through', () => {
  const kept = keptOf(ROWS);

  test('each by its number, and none beyond', () => {
    expect(kept.count).toBe(ROWS.length);
    expect(ROWS.map((_, number) => kept.at(number))).toEqual(ROWS);
    expect(kept.at(ROWS.length)).toBeUndefined();
    expect(kept.at(-1)).toBeUndefined();
  });

  test('how many there are before a row, as counting them tells', () => {
    for (const row of [...ROWS, ...ROWS.map((row) => row + 1), 70_000, 200_000, 500_000])
      expect([row, kept.rank(row)]).toEqual([row, ROWS.filter((each) => each < row).length]);
  });

  test('a word of which every bit is set', () => {
    const all = Array.from({ length: 200 }, (_, row) => row);
    const full = keptOf(all);
    expect(all.map((row) => full.at(row))).toEqual(all);
    expect(all.map((row) => full.rank(row))).toEqual(all);
  });
});

test('parts that make way are forgotten, and their rows count still', () => {
  const kept = keptOf(ROWS);
  kept.forget(131_072);
  expect(kept.at(0)).toBeUndefined();
  expect(kept.at(12)).toBe(131_072);
  expect(kept.rank(131_072)).toBe(12);
  expect(kept.rank(40_000)).toBe(12);
  kept.add(400_001);
  expect(kept.at(ROWS.length)).toBe(400_001);
  kept.forget(1e9);
  expect(kept.count).toBe(ROWS.length + 1);
  expect(kept.rank(1e9)).toBe(ROWS.length + 1);
  kept.add(1e9);
  expect(kept.at(ROWS.length + 1)).toBe(1e9);
});

test('what begins late has numbers from 0 on', () => {
  const kept = keptOf([1_000_000, 1_000_001], 999_999);
  expect([kept.at(0), kept.at(1), kept.rank(1_000_001)]).toEqual([1_000_000, 1_000_001, 1]);
});
