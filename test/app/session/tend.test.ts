import { describe, expect, it } from 'vitest';
import { clockStep } from '../../../src/app/session/tend.ts';

const reading = (at: number, monotonicOffset: number) => ({ at, monotonicOffset, boottimeOffset: 0, uncertainty: 500 });
const BASE = 1.79e18;

describe('a wall clock that is set', () => {
  it.each([
    ['runs on', 10e9, BASE, 0],
    ['is slewed by 500 ppm', 10e9 + 5e6, BASE + 5e6, 0],
    ['is set forward by an hour', 10e9 + 3600e9, BASE + 3600e9, 3600e9],
    ['is set back by a second', 10e9 - 1e9, BASE - 1e9, -1e9],
  ])('%s', (_, at, offset, step) => {
    expect(clockStep(reading(0, BASE), reading(at, offset))).toBe(step);
  });
});
