import { describe, expect, it } from 'vitest';
import { textReport } from '../../../../src/core/bench/formats/text.ts';
import { finding, item, report } from './report.ts';

const many = Array.from({ length: 47 }, (_, i) => item({ name: `web${i}` }));

describe('textReport', () => {
  const text = textReport(report());

  it('groups by section, with a sign and a word for each state', () => {
    expect(text).toContain('\n5  Container Runtime\n  · n/a     5.2 ');
    expect(text).toContain('\n  ✗ FAIL    5.4      Linux kernel capabilities are restricted (high)\n');
    expect(text).toContain('\n  ✓ pass    1.1.1 ');
    expect(text).toContain('\n  ? note    6.1 ');
  });

  it('says below a failure what is wrong, and nothing below a pass', () => {
    expect(text).toContain('            1 of 3 running containers\n            - web: adds SYS_ADMIN\n');
    expect(text).not.toContain('it has a partition');
  });

  it('names the only item once', () => {
    const once = finding({
      detail: 'no audit rule watches /etc/x',
      items: [item({ kind: 'file', name: '/etc/x', detail: 'is not watched' })],
    });
    expect(textReport(report([once])).match(/\/etc\/x/g)).toHaveLength(1);
  });

  it('tells the only item even if its name is part of the line above', () => {
    const short = finding({ items: [item({ name: 'c' })] });
    expect(textReport(report([short]))).toContain('- c: adds SYS_ADMIN');
  });

  it('shows the first items and counts the others', () => {
    const some = textReport(report([finding({ items: many })]));
    expect(some).toContain('- web9: adds SYS_ADMIN\n              and 37 more\n');
    expect(some).not.toContain('web10');
  });

  it('shows all items when asked', () => {
    const all = textReport(report([finding({ items: many })]), { all: true });
    expect(all).toContain('web46');
    expect(all).not.toContain('more');
  });

  it('tells waivers with their reason and end', () => {
    expect(text).toContain('- db: adds SYS_ADMIN [waived until 2030-01-31: batch job]');
    const expired = { reason: 'batch', expires: '2020-01-01', expired: true };
    const late = textReport(report([finding({ items: [item({ waiver: expired })] })]));
    expect(late).toContain('[waiver expired on 2020-01-01: batch]');
    expect(textReport(report([finding({ waiver: { reason: 'ours', expired: false } })]))).toContain('~ waived: ours');
  });

  it('ends with sums, what is not in them, and the score', () => {
    expect(text).toMatch(/\n {2}5 {2}Container Runtime {6}2 {6}- {7}1 {5}- {5}1 {5}1 {5}-\n/);
    expect(text).toContain('Could not be judged (1)\n  - 1.1.3: auditctl needs root\n');
    expect(text).toContain('Left out (1)\n  - container spc-tool-0123456789ab: a tool of spc\n');
    expect(text).toContain('Waivers that match nothing (1)\n  - 4.1 old*: gone\n');
    expect(text.split('\n').at(-2)).toBe('Score -1: of 3 checks that count, 1 passed and 2 failed');
  });

  it('compares', () => {
    const comparison = {
      since: '2026-11-01T00:00:00Z',
      appeared: [{ check: '5.4', item: 'container web', detail: 'adds SYS_ADMIN' }],
      fixed: [{ check: '2.2', item: '', detail: 'icc' }],
      unchanged: 3,
    };
    const compared = report([], { comparison });
    expect(textReport(compared)).toContain(
      'Since 2026-11-01 00:00:00 UTC: 1 new, 1 fixed, 3 unchanged\n  + 5.4 container web: adds SYS_ADMIN\n  - 2.2: icc\n',
    );
    const painted = textReport(compared, { paint: (style, of) => `<${style}>${of}</>` });
    expect(painted).toContain('<red>  + 5.4 container web: adds SYS_ADMIN</>\n<green>  - 2.2: icc</>');
  });

  it('says how to mend failures when asked', () => {
    const mended = textReport(report(), { remediation: true });
    expect(mended.match(/> Start it without/g)).toHaveLength(1);
    expect(mended).toContain('docker0 is used\n            > as for 5.4\n');
    expect(text).not.toContain('Start it without');
  });

  it('keeps within the width, and wraps nothing without one', () => {
    const long = report([finding({ title: 'word '.repeat(60), items: [item({ detail: 'word '.repeat(40) })] })]);
    const widths = (width?: number) =>
      Math.max(
        ...textReport(long, { width })
          .split('\n')
          .map((line) => line.length),
      );
    expect(widths(100)).toBeLessThanOrEqual(100);
    expect(widths(100)).toBeGreaterThan(80);
    expect(widths()).toBeGreaterThan(200);
  });

  it('paints only when asked', () => {
    const painted = textReport(report(), { paint: (style, of) => `<${style}>${of}</>` });
    expect(painted).toContain('<red>✗ FAIL  </>  5.4');
    expect(painted.replaceAll(/<\w*>|<\/>/g, '')).toBe(text);
  });

  it('keeps titles of sections whole at 80 columns, and states that no check is in out', () => {
    const title = 'Docker daemon configuration files';
    const short = finding({ state: 'error', items: [] });
    const made = report([short, finding()]);
    const sections = made.sections.map((each) => ({ ...each, title }));
    const summary = textReport({ ...made, sections }, { width: 80 });
    expect(summary).toContain(`\n  5  ${title} `);
    expect(summary).toMatch(/Summary +FAIL {2}error\n/);
  });

  it('leaves out what is empty', () => {
    const bare = textReport(report([], { leftOut: [], unusedWaivers: [] }));
    expect(bare).not.toMatch(/Left out|Could not|Waivers|^5 {2}Container Runtime/m);
  });
});
