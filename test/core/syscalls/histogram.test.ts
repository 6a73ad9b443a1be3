import { describe, expect, it } from 'vitest';
import { border, bucketsOf, mergeHistograms, quantile, stepOf } from '../../../src/core/syscalls/histogram.ts';

const histogramOf = (times: readonly number[]) =>
  bucketsOf(new Map([...Map.groupBy(times, stepOf)].map(([step, { length }]) => [step, length])));

describe('buckets', () => {
  it.each([0, 1, 3, 4, 5, 7, 8, 9, 15, 16, 1000, 4095, 4096, 123_456_789, 2 ** 40])('hold %d', (time) => {
    const step = stepOf(time);
    expect(border(step)).toBeLessThanOrEqual(time);
    expect(border(step + 1)).toBeGreaterThan(time);
  });

  it('follow one another without a gap, each at most a quarter wider than it begins', () => {
    for (let step = 4; step < 160; step++) {
      expect(border(step + 1)).toBeGreaterThan(border(step));
      expect(border(step + 1) / border(step)).toBeLessThanOrEqual(1.25);
    }
  });

  it('are counted, rising, without empty ones', () => {
    expect(histogramOf([5, 1000, 5, 1])).toEqual([
      { from: 1, to: 2, count: 1 },
      { from: 5, to: 6, count: 2 },
      { from: 896, to: 1024, count: 1 },
    ]);
  });
});

describe('quantile', () => {
  const times = Array.from({ length: 10_000 }, (_, index) => (index + 1) * 37);
  const histogram = histogramOf(times);

  it.each([0.5, 0.95, 0.99])('%d of even times is right within a bucket', (share) => {
    const exact = times[share * 10_000 - 1] ?? 0;
    const found = quantile(histogram, share) ?? 0;
    expect(found / exact).toBeGreaterThan(1 / 1.25);
    expect(found / exact).toBeLessThan(1.25);
  });

  it('stays between the shortest and the longest', () => {
    const one = [{ from: 512, to: 1024, count: 1 }];
    expect(quantile(one, 0.99, { min: 600, max: 700 })).toBe(700);
    expect(quantile(one, 0, { min: 600, max: 700 })).toBe(600);
  });

  it('of nothing is nothing', () => expect(quantile([], 0.5)).toBeUndefined());

  it('of all is the end', () => expect(quantile(histogram, 1, { max: 370_000 })).toBe(370_000));
});

describe('mergeHistograms', () => {
  it('adds equal buckets and keeps others, rising', () => {
    const a = [{ from: 512, to: 1024, count: 3 }];
    const b = [
      { from: 1024, to: 2048, count: 1 },
      { from: 512, to: 1024, count: 2 },
    ];
    expect(mergeHistograms(a, b)).toEqual([
      { from: 512, to: 1024, count: 5 },
      { from: 1024, to: 2048, count: 1 },
    ]);
    expect(a[0]?.count).toBe(3);
  });
});
