import { describe, expect, it } from 'vitest';
import { headline } from '../../../src/core/syscalls/headline.ts';
import { checkView, EXTENSIONS, REPORT_FORMATS, reportText, tableText } from '../../../src/core/syscalls/present.ts';
import { parseCalls } from '../../../src/core/syscalls/select.ts';
import { report, row } from './report.ts';

const three = report([
  row({ syscall: 'read', total: 5 }),
  row({ syscall: 'futex', total: 9, count: 1 }),
  row({ syscall: 'poll', total: 7 }),
]);
const names = (text: string) =>
  text
    .split('\n')
    .slice(1)
    .map((line) => line.split(' ')[0]);

describe('tableText', () => {
  it('shows the heaviest first, and as many as are wanted', () => {
    expect(names(tableText(three, {}))).toEqual(['futex', 'poll', 'read']);
    expect(names(tableText(three, { top: 1 }))).toEqual(['futex']);
    expect(names(tableText(three, { sort: 'count' }))[0]).toBe('futex');
  });

  it('gives shares of the whole, also when it shows a part', () =>
    expect(tableText(three, { top: 1, columns: ['share'] })).toContain('42.9%'));

  it('has groups where rows have some', () => {
    expect(tableText(three, {})).not.toContain('GROUP');
    expect(tableText(report([row({ group: 'dd (7)' })], { by: 'process' }), {})).toMatch(/^GROUP .*\ndd \(7\)/);
  });

  it('leaves out what can be spared on a narrow screen, unless it was asked for', () => {
    const [narrow = ''] = tableText(three, {}, 62).split('\n');
    for (const header of ['SYSCALL', 'COUNT', 'ERRORS', 'TOTAL', 'AVG', 'P95', 'MAX']) expect(narrow).toContain(header);
    expect(narrow).not.toMatch(/MIN|P50|P99|…/);
    expect(tableText(three, { columns: ['syscall', 'min', 'p99'] }, 20).split('\n')[0]).toContain('MIN');
  });

  it('shows what is not known as such', () =>
    expect(tableText(report([row({ errors: null, min: null, max: null, histogram: null })]), {})).toMatch(
      /read +4 +- +4\.00µs +100\.0% +1\.00µs +- +- +- +- +-$/,
    ));
});

describe('reportText', () => {
  it('has every form', () => {
    for (const format of REPORT_FORMATS) expect(reportText(three, format, {})).toMatch(/futex[\s\S]*\n$/);
    for (const format of Object.values(EXTENSIONS)) expect(REPORT_FORMATS).toContain(format);
  });

  it('is the whole report as JSON', () => expect(JSON.parse(reportText(three, 'json', { top: 1 }))).toEqual(three));

  it('lets no text act on a terminal', () => {
    const hostile = report([row({ group: '\x1b[2J' })], { command: ['\x1b]0;x\x07'] });
    for (const format of REPORT_FORMATS)
      expect([...'\x1b\x07'].some((sign) => reportText(hostile, format, {}).includes(sign))).toBe(false);
  });
});

describe('checkView', () => {
  it('refuses columns there are not, by the nearest', () => {
    expect(() => checkView({ sort: '-totl' })).toThrow(/no column 'totl'/);
    expect(() => checkView({ columns: ['p50', 'p51'] })).toThrow(/no column 'p51'/);
    checkView({ sort: '-p99', columns: ['syscall'] });
  });
});

describe('headline', () => {
  it('tells what, by what, why, at what cost, and what is missing', () => {
    const lines = headline(
      report([row()], { losses: [{ count: 3, what: 'events' }], overhead: { bare: 500, traced: 2000, attached: 900 } }),
    );
    const text = lines.join('\n');
    for (const part of [
      'container web (docker)',
      'bpftrace v0.17.0 (host)',
      'the cheapest that is exact',
      'pid namespace',
      'cost: some',
      '2.00µs (× 4.0)',
      '1 calls under way when it began',
      'LOST: 3 events',
    ])
      expect(text).toContain(part);
  });

  it('names a command, not its process', () =>
    expect(headline(report([], { command: ['dd', 'bs=1'] }))[0]).toMatch(/^system calls of dd bs=1, 10.00s/));

  it('says of a tracer that misses calls that it does', () => {
    const { measurement } = report([]);
    expect(headline(report([], { measurement: { ...measurement, exact: false } })).join()).toContain('not exact');
  });
});

describe('parseCalls', () => {
  it('takes names, each once', () => expect(parseCalls('read, write,read', 'x64')).toEqual(['read', 'write']));

  it('refuses what is none, naming what is near', () => {
    expect(() => parseCalls('reads', 'x64')).toThrow(
      expect.objectContaining({ code: 'usage', hint: expect.stringContaining('read') }),
    );
    expect(() => parseCalls(',', 'x64')).toThrow(expect.objectContaining({ code: 'usage' }));
    expect(() => parseCalls('open', 'arm64')).toThrow(/no system call 'open'/);
  });
});
