import { describe, expect, it } from 'vitest';
import { Pace } from '../../../src/core/wire/pace.ts';
import { measuredOf, powersOfTwo } from '../../../src/core/wire/timing-snapshot.ts';
import { report, row } from '../syscalls/report.ts';
import { ESCAPES, unsafeIn } from './hostile.ts';

const until = (seconds: number, count: number, total: number) =>
  report([row({ count, total })], { duration: seconds * 1e9 });

describe('Pace', () => {
  it('tells what each second brought', () => {
    const pace = new Pace();
    pace.add(until(1, 100, 1000));
    pace.add(until(2, 150, 6000));
    pace.add(until(3, 150, 6000));
    expect(pace.calls).toEqual([100, 50, 0]);
    expect(pace.mean).toEqual([10, 100, 0]);
  });

  it('takes what came late as evenly spread, and what came early with the next', () => {
    const pace = new Pace();
    pace.add(until(3, 300, 300));
    pace.add(until(3.2, 310, 310));
    pace.add(until(4, 400, 400));
    expect(pace.calls).toEqual([100, 100, 100, 100]);
  });

  it('keeps two minutes', () => {
    const pace = new Pace();
    for (let second = 1; second <= 200; second++) pace.add(until(second, second * second, 0));
    expect(pace.calls).toHaveLength(120);
    expect(pace.calls.at(-1)).toBe(399);
    pace.add(until(10_000, 1e6, 0));
    expect(pace.calls).toHaveLength(120);
  });
});

describe('measuredOf', () => {
  it('is in the order, and has the histogram, that is watched', () => {
    const bucket = (from: number, count: number) => [{ from, to: 2 * from, count }];
    const rows = [
      row({ syscall: 'read', total: 5, histogram: bucket(4, 1) }),
      row({ syscall: 'futex', total: 9, histogram: bucket(8, 2) }),
    ];
    const all = measuredOf(report(rows), {});
    expect(all).toMatchObject({
      sort: '-total',
      call: '',
      histogram: [
        { from: 4, count: 1 },
        { from: 8, count: 2 },
      ],
    });
    const watched = measuredOf(report(rows), {}, { call: 'read', sort: '-syscall' });
    expect(watched).toMatchObject({ sort: '-syscall', call: 'read', histogram: [{ from: 4, count: 1 }] });
    expect(watched.table.rows.map(({ id }) => id)).toEqual(['read', 'futex']);
    expect(measuredOf(report(rows), {}, { call: 'gone', sort: '' })).toMatchObject({
      call: '',
      histogram: all.histogram,
    });
    expect(() => measuredOf(report(rows), {}, { call: '', sort: 'colour' })).toThrow(/colour/);
  });

  it('is the table spc syscalls shows, its rows known by their names', () => {
    const rows = [row({ syscall: 'read', total: 5 }), row({ syscall: 'futex', total: 9 })];
    const { table, tracer, cost } = measuredOf(report(rows), {});
    expect(table.rows.map(({ id }) => id)).toEqual(['futex', 'read']);
    expect(table.columns[0]?.key).toBe('syscall');
    expect(measuredOf(report(rows), { sort: 'total', top: 1 }).table.rows.map(({ id }) => id)).toEqual(['read']);
    expect(tracer).toBe('bpftrace v0.17.0 (host): the cheapest that is exact; pid namespace 4026532574');
    expect(cost).toBe('some');
  });

  it('rows of groups have both names', () => {
    const { table } = measuredOf(report([row({ group: 'dd (7)' }), row({ group: 'cat (8)' })]), {});
    expect(table.rows.map(({ id }) => id)).toEqual(['dd (7) read', 'cat (8) read']);
    expect(table.columns[0]?.key).toBe('group');
  });

  it('counts what was lost, and tells what cannot be counted', () => {
    const losses = [
      { count: 3, what: 'calls' },
      { count: null, what: 'rows' },
      { count: 1000, what: 'names' },
    ];
    const { lost, notes } = measuredOf(report([], { losses, inFlight: { atStart: 0, atEnd: 0 } }), {});
    expect(lost).toBe(1003);
    expect(notes).toEqual(['LOST: 3 calls', 'LOST: some rows', 'LOST: 1,000 names']);
  });

  it.each(ESCAPES)('is safe to draw: %j', (text) => {
    const measurement = { ...report([]).measurement, why: text, cost: text };
    const hostile = report([row({ group: text })], { measurement, losses: [{ count: 1, what: text }] });
    expect(unsafeIn(measuredOf(hostile, {}))).toEqual([]);
  });
});

describe('powersOfTwo', () => {
  it('adds up finer steps', () => {
    const steps = [0, 1, 4, 5, 6, 7, 512, 640, 1024].map((from) => ({ from, to: from + 1, count: 2 }));
    expect(powersOfTwo(steps)).toEqual([
      { from: 0, count: 2 },
      { from: 1, count: 2 },
      { from: 4, count: 8 },
      { from: 512, count: 4 },
      { from: 1024, count: 2 },
    ]);
  });
});
