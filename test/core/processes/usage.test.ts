import { describe, expect, it } from 'vitest';
import { cpuPercent, earlierUsage } from '../../../src/core/processes/usage.ts';
import { process, tableOf } from './table.ts';

const START = 1_100_000;
const at = (ms: number, ticks = 0) => tableOf([process({ pid: 1, ticks })], { at: START + ms });

describe('earlierUsage', () => {
  it('is the reading before, unless a time is asked for', () => {
    const earlier = earlierUsage(0);
    expect([0, 100, 250].map((ms) => earlier(at(ms))?.at)).toEqual([undefined, START, START + 100]);
  });

  it('looks far enough back, however often it is read', () => {
    const earlier = earlierUsage(1000);
    const seen = [0, 100, 900, 1000, 1100, 2000, 2100].map((ms) => (earlier(at(ms))?.at ?? Number.NaN) - START);
    expect(seen).toEqual([Number.NaN, Number.NaN, Number.NaN, 0, 0, 1000, 1000]);
  });

  it('keeps of a process what CPU use takes, no more', () => {
    const earlier = earlierUsage(0);
    earlier(at(0, 5));
    expect(earlier(at(1000))?.processes).toEqual([{ pid: 1, startTime: 1000, ticks: 5 }]);
  });
});

describe('cpuPercent', () => {
  it('is of the time since then', () => {
    const earlier = earlierUsage(1000);
    earlier(at(0, 0));
    const now = at(2000, 100);
    expect(cpuPercent(now, earlier(now))(process({ pid: 1, ticks: 100 }))).toBe(50);
  });
});
