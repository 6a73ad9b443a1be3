import { describe, expect, it } from 'vitest';
import { csv } from '../../../src/core/lists/csv.ts';
import { TIMING_COLUMNS, weigh } from '../../../src/core/syscalls/columns.ts';
import { classicTable } from '../../../src/core/syscalls/formats/classic.ts';
import { html } from '../../../src/core/syscalls/formats/html.ts';
import { markdown } from '../../../src/core/syscalls/formats/markdown.ts';
import { report, row } from './report.ts';

const HOSTILE = '=cmd|"x"\n<script>alert(1)</script>\x1b[2J|`';

describe('csv', () => {
  it('has the columns and plain numbers', () => {
    const [head, line] = csv(weigh([row()]), TIMING_COLUMNS).split('\r\n');
    expect(head).toBe('group,syscall,count,errors,total,share,average,min,p50,p95,p99,max,number');
    expect(line).toMatch(/^,read,4,1,4000,1,1000,500,\d+,\d+,\d+,2000,0$/);
  });

  it('leaves what is not known empty', () => {
    const line = csv(weigh([row({ errors: null, min: null, max: null, histogram: null })]), TIMING_COLUMNS).split(
      '\r\n',
    )[1];
    expect(line).toBe(',read,4,,4000,1,1000,,,,,,0');
  });

  it('makes neither a formula nor a line nor an escape sequence of a hostile name', () => {
    const text = csv(weigh([row({ group: HOSTILE })]), TIMING_COLUMNS);
    expect(text).toContain(`"'=cmd|""x""␊<script>`);
    expect(text.split('\r\n')).toHaveLength(3);
    expect(text).not.toContain('\x1b');
  });

  it.each(['=1', '+1', '-1', '@SUM(A1)', '\t=1'])('%j is no formula', (group) =>
    expect(csv(weigh([row({ group })]), TIMING_COLUMNS)).toMatch(/^"' ?[=+\-@].*",read/m),
  );
});

describe('markdown', () => {
  it('is a table', () => {
    const lines = markdown(weigh([row()]), TIMING_COLUMNS).split('\n');
    expect(lines[0]).toMatch(/^\| GROUP \| SYSCALL \| COUNT/);
    expect(lines[1]).toMatch(/^\| --- \| --- \| --: \|/);
    expect(lines[2]).toContain('| read | 4 | 1 | 4.00µs | 100.0% |');
  });

  it('keeps a hostile name in its cell', () => {
    const lines = markdown(weigh([row({ group: HOSTILE })]), TIMING_COLUMNS).split('\n');
    expect(lines).toHaveLength(4);
    expect(lines[2]).toContain('\\<script\\>');
    expect(lines[2]?.replaceAll('\\|', '').split('|')).toHaveLength(15);
  });
});

describe('classic', () => {
  it("is the old script's, to the blank", () => {
    expect(classicTable('Times for all processes (unfiltered):', [row()])).toBe(
      [
        '',
        'Times for all processes (unfiltered):',
        '',
        '           System Call      Count     Total ns       Avg ns       Min ns       Max ns',
        '                  read          4         4000         1000          500         2000',
        '',
      ].join('\n'),
    );
  });
});

describe('html', () => {
  const page = html(report([row(), row({ syscall: 'futex', histogram: null, min: null })]));

  it('tells the target, the host, the tracer, each row', () => {
    for (const text of [
      'container web (docker)',
      'Linux 6.18',
      'bpftrace v0.17.0',
      'futex',
      'nothing known to be lost',
    ])
      expect(page).toContain(text);
  });

  it('draws buckets where they are on the axis of time, gaps between', () => {
    const histogram = [
      { from: 1, to: 2, count: 1 },
      { from: 4, to: 8, count: 2 },
    ];
    const places = [
      ...html(report([row({ histogram })])).matchAll(/<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)"[^>]*><title>/g),
    ];
    expect(places.map(([, x, width]) => [x, width])).toEqual([
      ['0.0', '99.0'],
      ['200.0', '99.0'],
    ]);
  });

  it('names a tracer once', () => {
    const { measurement } = report([]);
    const twice = html(report([], { measurement: { ...measurement, version: 'bpftrace v0.17.0' } }));
    expect(twice).not.toContain('bpftrace bpftrace');
  });

  it('needs nothing from outside', () => expect(page).not.toMatch(/<script|src=|href=|@import|url\(/));

  it('lets no text be markup', () => {
    const hostile = html(report([row({ group: HOSTILE, syscall: HOSTILE })], { command: [HOSTILE] }));
    expect(hostile).not.toMatch(/<script/);
    expect(hostile).not.toContain('\x1b');
    expect(hostile).toContain('&lt;script&gt;');
  });
});
