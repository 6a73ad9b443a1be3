import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  BpftraceTimes,
  MAX_KEYS,
  REPORTED,
  type TimingProgram,
  timingProgram,
} from '../../../src/tracers/timing/bpftrace.ts';

const line = (type: string, data: unknown) => JSON.stringify({ type, data });
const histogram = (key: string, count: number) => line('hist', { '@h': { [key]: [{ min: 512, max: 1023, count }] } });
const reported = line('printf', `${REPORTED}\n`);

describe('BpftraceTimes', () => {
  const lines = readFileSync('test/fixtures/timing/bpftrace.ndjson', 'utf8').trim().split('\n');
  const times = new BpftraceTimes();
  for (const each of lines) times.take(each);
  times.end();
  const { calls, names, duration } = times.timings();

  it('reads counts, times and extremes of each call of each process', () => {
    const read = calls.find(({ call, key }) => call === 0 && key === 3280);
    expect(read).toMatchObject({ count: 5000, errors: 0 });
    expect(read?.histogram?.reduce((sum, { count }) => sum + count, 0)).toBe(5000);
    expect(read?.min).toBeGreaterThanOrEqual(read?.histogram?.[0]?.from ?? Number.POSITIVE_INFINITY);
    expect(read?.max).toBeLessThan(read?.histogram?.at(-1)?.to ?? 0);
    expect(read?.total).toBeGreaterThan(5000 * (read?.min ?? 0));
  });

  it('reads errors, names and how long it watched', () => {
    expect(calls.find(({ call, key }) => call === 61 && key === 24036)).toMatchObject({ errors: 12 });
    expect(names.get(3280)).toBe('dd');
    expect(duration).toBe(1_618_864_950);
    expect(times.isFull).toBe(false);
  });

  it('keeps the last report that is complete', () => {
    const some = new BpftraceTimes();
    for (const each of [histogram('0', 1), reported, histogram('0', 3)]) some.take(each);
    expect(some.timings().calls).toMatchObject([{ count: 1 }]);
    some.end();
    expect(some.timings().calls).toMatchObject([{ count: 3, min: null, max: null, errors: 0 }]);
  });

  it('takes no figures from what follows them: names may forge any line', () => {
    const some = new BpftraceTimes();
    for (const each of [histogram('0', 3), histogram('0', 99), reported]) some.take(each);
    expect(some.timings().calls).toMatchObject([{ count: 3 }]);
  });

  it('passes over what is no map', () => {
    const some = new BpftraceTimes();
    for (const each of ['', '{', 'null', '3', line('map', 3), line('map', { '@x': {} }), line('time', 'x')])
      some.take(each);
    some.end();
    expect(some.timings()).toEqual({ calls: [], names: new Map(), duration: null });
  });

  it.each([
    ['=cmd|"x"', '=cmd|\\"x\\"'],
    ['",\n\x1b[2J', '\\",\\n\\u001b[2J'],
    ['ä', '\\uffffffc3\\uffffffa4'],
    ['\\uffffffc3', '\\\\uffffffc3'],
  ])('reads the name %j as it is printed', (name, printed) => {
    const some = new BpftraceTimes();
    some.take(`{"type": "map", "data": {"@zz": {"7": ["${printed}",1], "8": ["sh",1]}}}`);
    some.end();
    expect(some.timings().names).toEqual(
      new Map([
        [7, name],
        [8, 'sh'],
      ]),
    );
  });

  it('sees that there was no room', () => {
    const many = new BpftraceTimes();
    many.take(line('map', { '@e': Object.fromEntries(Array.from({ length: MAX_KEYS }, (_, n) => [n, 1])) }));
    many.end();
    expect(many.isFull).toBe(true);
  });
});

describe('timingProgram', () => {
  const simple = { predicate: '(cgroup == 42)', begin: '', end: '', probes: '' };
  const text = (changes: Partial<TimingProgram> = {}) =>
    timingProgram({ target: simple, by: 'all', syscalls: [], interval: 0, compat: false, ...changes });

  it('detaches from ends before beginnings', () =>
    expect(text().indexOf(':sys_exit')).toBeLessThan(text().indexOf(':sys_enter')));

  it('asks who is meant at the beginning, and again where a task may have left', () => {
    expect(text()).toContain('sys_enter /(cgroup == 42)/');
    expect(text()).toMatch(/\$d = nsecs - \$s\.1;\n +if \(\(cgroup == 42\)\) \{ @t/);
    const pids = { ...simple, probes: 'tracepoint:x:y { }' };
    expect(text({ target: pids })).not.toContain('if ((cgroup');
    expect(text({ target: pids, mayLeave: true })).toContain('if ((cgroup');
    expect(text({ target: { ...simple, predicate: '(1)' } })).not.toContain('if ((1)');
  });

  it('has a key for each group, and names only where they are shown', () => {
    expect(text({ by: 'thread' })).toContain('@t[$s.0, tid]');
    expect(text({ by: 'process', interval: 100 })).toContain('@zz[pid] = (comm, 1);');
    expect(text({ interval: 100 })).toContain('interval:ms:100 {');
    expect(text({ interval: 100 })).not.toContain('@zz');
  });

  it('has a bit for each predicate', () => {
    const masks = text({ by: 'mask', masks: ['a', 'b'] });
    expect(masks).toContain('if (a) { $g = $g | (uint64)1; } if (b) { $g = $g | (uint64)2; }');
  });

  it('forgets a call that was timed where others are not', () => {
    const some = text({ syscalls: [0, 1] });
    expect(some).toContain('/(cgroup == 42) && (args->id == 0 || args->id == 1)/');
    expect(some).toMatch(/count\(\); \} \}\n +@s\[tid\] = \(\(uint64\)1, \(uint64\)0\);\n {2}\}/);
  });

  it('marks 32-bit calls where there can be some', () => {
    expect(text({ compat: true })).toContain('thread_info.status & 2) << 16');
    expect(text()).not.toContain('thread_info');
  });
});
