import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BpftraceTimes, MAX_KEYS, timingProgram } from '../../../src/tracers/timing/bpftrace.ts';

describe('BpftraceTimes', () => {
  // the maps had other names when this was captured
  const NAMES: Record<string, string> = { '@st': '@t', '@mn': '@a', '@mx': '@z' };
  const lines = readFileSync('test/fixtures/timing/bpftrace.ndjson', 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => line.replace(/"@\w+"/, (name) => `"${NAMES[name.slice(1, -1)] ?? name.slice(1, -1)}"`));
  const times = new BpftraceTimes();
  for (const line of lines) times.take(JSON.parse(line));

  it('reads counts, times, extremes and errors of each call', () => {
    const read = times.timings().calls.find(({ call }) => call === 0);
    expect(read).toMatchObject({ count: 2003, errors: 0 });
    expect(read?.histogram?.reduce((sum, { count }) => sum + count, 0)).toBe(2003);
    expect(read?.min).toBeGreaterThanOrEqual(read?.histogram?.[0]?.from ?? Number.POSITIVE_INFINITY);
    expect(read?.max).toBeLessThan(read?.histogram?.at(-1)?.to ?? 0);
    expect(times.timings().calls.find(({ call }) => call === 257)).toMatchObject({ errors: 16 });
  });

  it('tells what was under way', () => {
    expect(times.timings().inFlight).toEqual({ atStart: 1, atEnd: 1 });
    expect(times.isFull).toBe(false);
  });

  it('takes the last of each map, and nothing that is no map', () => {
    const some = new BpftraceTimes();
    for (const line of [null, 3, {}, { type: 'map' }, { type: 'printf', data: 'x' }]) some.take(line);
    some.take({ type: 'stats', data: { '@t': { '0': { count: 1, average: 2, total: 2 } } } });
    some.take({ type: 'stats', data: { '@t': { '0': { count: 3, average: 2, total: 6 } } } });
    expect(some.timings().calls).toEqual([
      { call: 0, key: 0, count: 3, total: 6, errors: 0, min: null, max: null, histogram: null },
    ]);
  });

  it('sees that there was no room', () => {
    const many = new BpftraceTimes();
    many.take({ type: 'map', data: { '@e': Object.fromEntries(Array.from({ length: MAX_KEYS }, (_, n) => [n, 1])) } });
    expect(many.isFull).toBe(true);
  });
});

describe('timingProgram', () => {
  const program = timingProgram({ predicates: ['pid == 42'], by: 'all', syscalls: [], interval: 0 });

  it('asks who is meant first', () => {
    expect(program).toContain('sys_enter /((pid == 42))/ {');
    expect(program).not.toContain('interval');
  });

  it('has a key for each group', () => {
    const by = (kind: 'thread' | 'process' | 'target') =>
      timingProgram({ predicates: ['a', 'b'], by: kind, syscalls: [], interval: 1 });
    expect(by('thread')).toContain('@t[$i, tid]');
    expect(by('process')).toContain('@n[pid] = comm;');
    expect(by('target')).toContain('$g = (uint64)0; if (b) { $g = (uint64)1; } if (a) { $g = (uint64)0; }');
    expect(by('process')).toContain('interval:s:1 ');
  });

  it('times only the calls that are asked for', () => {
    expect(timingProgram({ predicates: ['1'], by: 'all', syscalls: [0, 1], interval: 0 })).toContain(
      '((1)) && (args->id == 0 || args->id == 1)/',
    );
  });
});
