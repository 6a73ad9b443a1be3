import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { StapTimes, timingScript } from '../../../src/tracers/timing/stap.ts';

const GROUP = 2 ** 20;

describe('StapTimes', () => {
  const times = new StapTimes();
  for (const line of readFileSync('test/fixtures/timing/stap.txt', 'utf8').trim().split('\n')) times.take(line);
  const { calls, names } = times.timings();

  it('reads every figure, however often each is printed', () => {
    const read = calls.find(({ call, count }) => call === 0 && count === 5000);
    expect(read).toMatchObject({ errors: 0 });
    expect(read?.histogram?.reduce((sum, { count }) => sum + count, 0)).toBe(5000);
    expect(read?.min).toBeGreaterThanOrEqual(read?.histogram?.[0]?.from ?? Number.POSITIVE_INFINITY);
    expect(read?.max).toBeLessThan(read?.histogram?.at(-1)?.to ?? 0);
    expect(names.get(read?.key ?? 0)).toBe('dd');
  });

  it('takes the least and the most of all CPUs', () => {
    const some = new StapTimes();
    const key = 5 * GROUP + 1;
    for (const line of [`T ${key} 4 4000`, `L ${key * 1024} 700`, `L ${key * 1024 + 1} 600`, `M ${key * 1024 + 1} 900`])
      some.take(line);
    expect(some.timings().calls).toEqual([
      { call: 1, key: 5, count: 4, errors: 0, total: 4000, min: 600, max: 900, histogram: [] },
    ]);
  });

  it('takes nothing but names after a name: a process may have any', () => {
    const some = new StapTimes();
    for (const line of ['T 0 4 4000', 'N 7 x', 'T 0 99 99', 'ERROR', '']) some.take(line);
    expect(some.timings().calls).toMatchObject([{ count: 4 }]);
  });
});

describe('timingScript', () => {
  it('iterates over no statistic', () => {
    const text = timingScript({ by: 'process', syscalls: [], compat: true });
    expect([...text.matchAll(/foreach \(\w+ in (\w+)\)/g)].map(([, name]) => name)).toEqual([
      'least',
      'least',
      'most',
      'name',
    ]);
  });

  it('times only what is asked for', () =>
    expect(timingScript({ by: 'all', syscalls: [0, 3], compat: false })).toContain(
      'if (spc_target() && ($id == 0 || $id == 3))',
    ));
});
