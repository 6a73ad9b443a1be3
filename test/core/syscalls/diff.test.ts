import { describe, expect, it } from 'vitest';
import { diffReports, regressions } from '../../../src/core/syscalls/diff.ts';
import { mergeReports } from '../../../src/core/syscalls/merge.ts';
import { report, row } from './report.ts';

/** Reports of one system call with these average times, 100 calls each. */
const runs = (...averages: number[]) => averages.map((ns) => report([row({ count: 100, total: ns * 100 })]));

const RULE = { rise: 0.2, leastCount: 10, leastShare: 0.01 };

describe('mergeReports', () => {
  it('adds counts, times and durations, and keeps the extremes', () => {
    const merged = mergeReports([
      report([row()]),
      report([row({ count: 1, total: 100, min: 100, max: 100, errors: 0 })]),
    ]);
    expect(merged).toMatchObject({ duration: 20e9, runs: 2, inFlight: { atStart: 2, atEnd: 4 } });
    expect(merged.rows).toMatchObject([{ syscall: 'read', count: 5, total: 4100, min: 100, max: 2000, errors: 1 }]);
  });

  it('makes up no figure that one side lacks', () => {
    const merged = mergeReports([report([row()]), report([row({ min: null, histogram: null, errors: null })])]);
    expect(merged.rows).toMatchObject([{ min: null, histogram: null, errors: null, max: 2000 }]);
  });

  it('adds losses of one kind; an uncounted one makes the sum uncounted', () => {
    const lossy = (count: number | null) => report([], { losses: [{ count, what: 'events' }] });
    expect(mergeReports([lossy(2), lossy(3)]).losses).toEqual([{ count: 5, what: 'events' }]);
    expect(mergeReports([lossy(2), lossy(null)]).losses).toEqual([{ count: null, what: 'events' }]);
  });

  it('refuses reports that group differently', () => {
    expect(() => mergeReports([report([]), report([], { by: 'thread' })])).toThrow(/by all, another by thread/);
    expect(() => mergeReports([])).toThrow(/nothing to merge/);
  });
});

describe('diffReports', () => {
  it('tells what is slower, faster, the same, new and gone', () => {
    const before = report([
      row({ syscall: 'read', count: 10, total: 1000 }),
      row({ syscall: 'write', count: 10, total: 1000 }),
      row({ syscall: 'openat', count: 10, total: 1000 }),
      row({ syscall: 'stat' }),
    ]);
    const after = report([
      row({ syscall: 'read', count: 10, total: 2000 }),
      row({ syscall: 'write', count: 20, total: 1000 }),
      row({ syscall: 'openat', count: 10, total: 1010 }),
      row({ syscall: 'statx' }),
    ]);
    const changes = Object.fromEntries(diffReports([before], [after]).rows.map((each) => [each.syscall, each.change]));
    expect(changes).toEqual({
      read: 'slower',
      write: 'faster',
      openat: 'same',
      stat: 'disappeared',
      statx: 'appeared',
    });
    expect(diffReports([before], [after]).rows.find(({ syscall }) => syscall === 'write')).toMatchObject({
      averageRatio: 0.5,
      rateRatio: 2,
      p: null,
    });
  });

  it('calls a change that repeated runs show to be chance the same', () => {
    const [chance] = diffReports(runs(100, 200, 150), runs(130, 230, 160)).rows;
    expect(chance).toMatchObject({ change: 'same' });
    expect(chance?.averageRatio).toBeGreaterThan(1.1);
    expect(diffReports(runs(100, 101, 102), runs(130, 131, 132)).rows[0]).toMatchObject({ change: 'slower' });
  });

  it('compares processes by their names: their numbers are others the next time', () => {
    const before = report([row({ group: 'dd (7)' }), row({ group: 'dd (8)' })], { by: 'process' });
    const after = report([row({ group: 'dd (9)' })], { by: 'process' });
    expect(diffReports([before], [after]).rows).toMatchObject([
      { group: 'dd', change: 'same', before: { count: 8 }, after: { count: 4 } },
    ]);
    const { rows } = diffReports([report([row({ group: 'web (1)' })])], [report([row({ group: 'web (2)' })])]);
    expect(rows.map(({ change }) => change).toSorted()).toEqual(['appeared', 'disappeared']);
  });

  it('has the heaviest first', () => {
    const heavy = report([row({ syscall: 'a', total: 1 }), row({ syscall: 'b', total: 100 })]);
    expect(diffReports([heavy], [heavy]).rows.map(({ syscall }) => syscall)).toEqual(['b', 'a']);
  });
});

describe('regressions', () => {
  const slower = (before: number[], after: number[], rule = RULE) =>
    regressions(diffReports(runs(...before), runs(...after)), rule).length;

  it.each([
    ['one report a side, a rise above the rule', [100], [121], 1],
    ['one within it', [100], [119], 0],
    ['repeated runs that agree', [100, 101, 99], [130, 131, 129], 1],
    ['repeated runs that may be chance', [100, 200, 150], [150, 240, 190], 0],
  ])('%s', (_, before, after, count) => expect(slower(before, after)).toBe(count));

  it('judges no row with few calls or little time', () => {
    expect(slower([100], [200], { ...RULE, leastCount: 101 })).toBe(0);
    expect(slower([100], [200], { ...RULE, leastShare: 1.1 })).toBe(0);
  });
});
