import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PerfTimes } from '../../../src/tracers/timing/perf.ts';

describe('PerfTimes', () => {
  const times = new PerfTimes(({ pid }) => pid);
  for (const line of readFileSync('test/fixtures/timing/perf-trace-s.txt', 'utf8').split('\n')) times.take(line);
  const { calls, names } = times.timings();

  it('reads its rows, milliseconds as nanoseconds', () => {
    const [key] = [...names.keys()];
    expect(calls.find(({ call }) => call === 'read')).toEqual({
      call: 'read',
      key,
      count: 3003,
      errors: 0,
      total: 117_438_000,
      min: 16_000,
      max: 3_472_000,
      histogram: null,
    });
    expect(calls.find(({ call }) => call === 'openat')).toMatchObject({ count: 35, errors: 16 });
    expect(calls).toHaveLength(22);
  });

  it('takes no 0 for a time: perf writes it for what it did not see begin', () =>
    expect(calls.find(({ call }) => call === 'execve')).toMatchObject({ count: 1, min: null, max: null }));

  it('names the thread, and claims nothing it cannot tell', () => {
    expect([...names.values()]).toEqual(['dd']);
  });
});
