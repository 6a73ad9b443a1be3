import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { startClock } from '../../../src/io/tracing/clock.ts';

/** Clocks of which each reading takes so many nanoseconds more, in turn. */
function clocks(...costs: number[]) {
  let ns = 0;
  let turn = 0;
  const zero = { realtime: 1_795_337_960, monotonic: 100, boottime: 200 };
  return (clock: keyof typeof zero) => {
    ns += costs[turn++ % costs.length] ?? 0;
    return { seconds: zero[clock] + Math.floor(ns / 1e9), nanoseconds: ns % 1e9 };
  };
}

describe('the clock of a session', () => {
  it('counts nanoseconds from its beginning', () => {
    const clock = startClock(clocks(1000));
    expect(clock.clock).toEqual({ began: '1795337960000001000' });
    expect([clock.now(), clock.now()]).toEqual([1000, 2000]);
  });

  it('says how the clocks lie, and how far off it may be', () => {
    const { monotonicOffset, boottimeOffset, uncertainty } = startClock(clocks(1000)).read();
    // three readings of 1 µs lie between both of the monotonic clock
    expect(uncertainty).toBe(1500);
    expect(Math.abs(monotonicOffset - 1_795_337_860e9)).toBeLessThanOrEqual(uncertainty + 256);
    expect(Math.abs(boottimeOffset - 1_795_337_760e9)).toBeLessThanOrEqual(uncertainty + 256);
  });

  it('takes the tightest of its tries', () => {
    const costs = [1, ...Array.from({ length: 40 }, (_, i) => (i >= 20 && i < 24 ? 10 : 90_000))];
    expect(startClock(clocks(...costs)).read().uncertainty).toBe(15);
  });

  it('is that of date(1), and lies to the monotonic clock as it says', () => {
    const { clock, now, read } = startClock();
    const before = now();
    const date = Number(BigInt(execFileSync('date', ['+%s%N'], { encoding: 'utf8' })) - BigInt(clock.began));
    expect(date).toBeGreaterThan(before);
    expect(date).toBeLessThan(now());
    const { at, monotonicOffset, uncertainty } = read();
    const from = now();
    const monotonic = process.hrtime.bigint();
    const to = now();
    expect(at).toBeLessThan(from);
    // the offset is exact to 256 ns as a number
    const moment = Number(monotonic + BigInt(Math.round(monotonicOffset)) - BigInt(clock.began));
    expect(moment).toBeGreaterThanOrEqual(from - uncertainty - 256);
    expect(moment).toBeLessThanOrEqual(to + uncertainty + 256);
  });
});
