import { expect, test } from 'vitest';
import { Rates } from '../../../src/core/view/rates.ts';
import { RATE_SECONDS } from '../../../src/core/wire/session.ts';

const S = 1e9;

function rates(...seconds: number[]): Rates {
  const counted = new Rates();
  for (const second of seconds) counted.add(second * S, 1);
  return counted;
}

test('each in its second, the newest last, none before the session began', () => {
  expect(rates(0.1, 0.9, 2.5).window(3.2 * S)).toEqual([2, 0, 1, 0]);
  expect(rates().window(0)).toEqual([0]);
  expect(rates().window(-1)).toEqual([]);
});

test('late ones go where they belong, those out of sight and from before the beginning nowhere', () => {
  expect(rates(5, 3, 3).window(5 * S)).toEqual([0, 0, 0, 2, 0, 1]);
  expect(
    rates(500, 1)
      .window(500 * S)
      .reduce((sum, count) => sum + count),
  ).toBe(1);
  expect(rates(-3, 1).window(1 * S)).toEqual([0, 1]);
});

test('seconds so large that one more is the same, as a damaged record may have them', () => {
  const all = rates(10, 1e19);
  expect(all.window(10 * S).every((count) => count === 0)).toBe(true);
});

test('a window that has moved on, by less and by more than its length', () => {
  const window = rates(10, 10, 100).window(150 * S);
  expect(window).toHaveLength(RATE_SECONDS);
  expect(window.at(-51)).toBe(1);
  expect(window.reduce((sum, count) => sum + count)).toBe(1);
  const later = rates(10, 10, 1000);
  expect(later.window(1000 * S).reduce((sum, count) => sum + count)).toBe(1);
  expect(
    rates(10)
      .window(1000 * S)
      .every((count) => count === 0),
  ).toBe(true);
});

test('whether it looks another way a second later', () => {
  expect(rates().isMoving(0)).toBe(false);
  expect(rates(10).isMoving(129 * S)).toBe(true);
  expect(rates(10).isMoving(130 * S)).toBe(false);
});
