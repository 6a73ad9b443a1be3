import { describe, expect, it } from 'vitest';
import { csvReport } from '../../../../src/core/bench/formats/csv.ts';
import { csvCell } from '../../../../src/core/lists/csv.ts';
import { finding, hostileReport, item, report } from './report.ts';

describe('csvReport', () => {
  const lines = csvReport(report()).split('\r\n');

  it('has a line for each item, and for each check without any', () => {
    expect(lines).toHaveLength(1 + 8 + 1);
    expect(csvReport(report([finding({ items: [item(), item()] })])).split('\r\n')).toHaveLength(1 + 2 + 1);
  });

  it('has a heading and plain values', () => {
    expect(lines[0]).toBe(
      'check,section,title,level,scored,severity,state,kind,item,id,detail,waiver,expires,expired,remediation',
    );
    expect(lines[4]).toBe(
      '5.4,5,Linux kernel capabilities are restricted,1,true,high,fail,container,web,c0ffee,adds SYS_ADMIN,,,,Start it without --cap-add.',
    );
    expect(lines[6]).toContain(',db,c0ffee,adds SYS_ADMIN,batch job,2030-01-31,false,');
  });

  it('keeps a hostile name in its cell, and starts no formula', () => {
    const hostile = csvReport(hostileReport());
    expect(hostile.split('\r\n')).toHaveLength(1 + 16 + 1);
    expect(hostile).not.toMatch(/(^|[,;"])\s*[=+@]/m);
  });
});

describe('csvCell', () => {
  it.each(['=1', '+1', '-1', '@A1', '\t=1', ' =1', '＝1', 'x;=1', 'x; -1'])('%j is no formula', (text) => {
    const cell = csvCell(text);
    expect(cell).toMatch(/^".*'.*"$/);
    expect(cell).not.toMatch(/(^|[;"])\s*[=+\-@＝]/);
  });

  it.each(['a-b', 'a=b', 'a,b', 'x;y'])('%j is left as it is', (text) => expect(csvCell(text)).toContain(text));
});
