import { describe, expect, it } from 'vitest';
import { Choice } from '../../../src/app/syscalls/choice.ts';
import { type Measured, notMeasured } from '../../../src/app/syscalls/measure.ts';
import { makeReport } from '../../../src/app/syscalls/report.ts';
import type { Grouping } from '../../../src/core/syscalls/types.ts';
import type { Timer } from '../../../src/io/timing/types.ts';
import type { TimedCall } from '../../../src/tracers/timing/types.ts';

const call = (changes: Partial<TimedCall>): TimedCall => ({
  call: 0,
  key: 7,
  count: 2,
  errors: 0,
  total: 1000,
  min: 400,
  max: 600,
  histogram: null,
  ...changes,
});

function measured(
  name: string,
  calls: TimedCall[],
  inFlight: Choice['inFlight'],
  duration: number | null = null,
): Measured {
  const choice = new Choice([], { underWay: () => null, filterOf: () => '' });
  const timings = { calls, names: new Map([[7, 'dd']]), duration };
  choice.timer = {
    tracer: 'bpftrace',
    exact: true,
    cost: 'some',
    timings: () => timings,
    losses: () => [],
  } as unknown as Timer;
  choice.inFlight = inFlight;
  const target = { text: name, title: `container ${name}`, pid: 1, startTime: 1, container: null };
  return { ...notMeasured(choice), target, began: '1000000000', beganAt: 0, endedAt: 5e9 };
}

const facts = (by: Grouping, command: string[] | null = null) => ({
  spc: '1',
  host: { hostname: 'h', kernel: 'k', architecture: 'x64', cpu: 'c', cpus: 2 },
  by,
  command,
  overhead: null,
  nameOf: (pid: number) => (pid === 8 ? 'sh' : ''),
  now: () => 9e9,
});

describe('makeReport', () => {
  const one = measured(
    'web',
    [call({}), call({ key: 8 }), call({ key: 9, call: 1, total: 9000 })],
    { atStart: 1, atEnd: 2 },
    4e9,
  );

  it('groups rows as asked, heaviest first', () => {
    const groups = (by: Grouping) =>
      makeReport([one], facts(by)).rows.map(({ group, syscall, count }) => [group, syscall, count]);
    expect(groups('all')).toEqual([
      ['', 'write', 2],
      ['', 'read', 4],
    ]);
    expect(groups('container')).toEqual([
      ['web', 'write', 2],
      ['web', 'read', 4],
    ]);
    expect(groups('host')[0]).toEqual(['h', 'write', 2]);
    expect(groups('process')).toEqual([
      ['9', 'write', 2],
      ['dd (7)', 'read', 2],
      ['sh (8)', 'read', 2],
    ]);
  });

  it("lasts as long as the tracer says; a command's is told by the command", () => {
    expect(makeReport([one], facts('all'))).toMatchObject({ duration: 4e9, began: '1970-01-01T00:00:01.000Z' });
    expect(makeReport([one], facts('all', ['dd'])).duration).toBe(5e9);
    expect(makeReport([{ ...measured('web', [], one.choice.inFlight), endedAt: null }], facts('all')).duration).toBe(
      9e9,
    );
  });

  it('of several targets is one, and knows no sum of what is not known', () => {
    const two = measured('db', [call({})], { atStart: null, atEnd: 1 });
    const report = makeReport([one, two], facts('container'));
    expect(report.targets.map(({ text }) => text)).toEqual(['web', 'db']);
    expect(report.inFlight).toEqual({ atStart: null, atEnd: 3 });
    expect(report.measurement.cost).toContain('2 targets');
    expect(report.rows.map(({ group, syscall }) => `${group} ${syscall}`)).toEqual([
      'web write',
      'web read',
      'db read',
    ]);
  });

  it('names the process of a command by the command it became', () =>
    expect(makeReport([one], facts('all', ['/bin/dd', 'bs=1'])).targets).toMatchObject([{ title: 'process 1 (dd)' }]));

  it('counts nothing as under way before a command began', () =>
    expect(makeReport([one], facts('all', ['dd'])).inFlight).toEqual({ atStart: 0, atEnd: 2 }));

  it('is none when nothing was measured', () =>
    expect(() => makeReport([notMeasured(one.choice)], facts('all'))).toThrow(
      expect.objectContaining({ code: 'target-gone' }),
    ));
});
