import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readReport } from '../../../src/io/timing/report-file.ts';
import { report, row } from '../../core/syscalls/report.ts';

const folder = mkdtempSync(join(tmpdir(), 'spc-saved-'));
const path = (name: string) => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true }));

describe('readReport', () => {
  const good = report([row()]);
  const read = async (value: unknown) => {
    writeFileSync(path('r.json'), typeof value === 'string' ? value : JSON.stringify(value));
    return await readReport(path('r.json'));
  };

  it('reads what was saved', async () => expect(await read(good)).toEqual(good));

  it.each<[string, unknown]>([
    ['no JSON', '{'],
    ['something else', { kind: 'session' }],
    ['nothing', 'null'],
    ['counts below 0', report([row({ count: -1 })])],
    ['a part of a call', report([row({ count: 1.5 })])],
    ['more errors than calls', report([row({ count: 1, errors: 2 })])],
    ['a time that is no number', { ...good, duration: 'long' }],
    ['an infinite time', JSON.stringify(good).replace('"duration":10000000000', '"duration":1e999')],
    ['a bucket that is empty', report([row({ histogram: [{ from: 4, to: 4, count: 1 }] })])],
    ['a group of no kind', { ...good, by: '__proto__' }],
    ['rows that are none', { ...good, rows: { length: 3 } }],
    ['a name without end', report([row({ syscall: 'x'.repeat(70_000) })])],
  ])('refuses %s', async (_, value) => {
    await expect(read(value)).rejects.toMatchObject({ code: 'bad-report' });
  });

  it('drops what it does not know, whatever it is called', async () => {
    const text = JSON.stringify(good).replace('{', '{"__proto__":{"polluted":1},"extra":2,');
    expect(await read(text)).toEqual(good);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it("refuses a newer spc's", async () => {
    await expect(read({ ...good, schema: 2 })).rejects.toMatchObject({ code: 'bad-report', why: '' });
  });

  it('does not wait for a FIFO, and reads no device or directory', async () => {
    execFileSync('mkfifo', [path('fifo')]);
    for (const name of [path('fifo'), '/dev/zero', folder, path('none')])
      await expect(readReport(name)).rejects.toMatchObject({ code: 'usage' });
  });
});
