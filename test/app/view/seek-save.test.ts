import { lstatSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { saveRows } from '../../../src/app/view/save.ts';
import { seekRows } from '../../../src/app/view/seek.ts';
import { newTextFile } from '../../../src/io/new-text-file.ts';
import { call, manyCalls, ViewLab } from './lab.ts';

const lab = new ViewLab();
lab.begin();
lab.tell(...manyCalls(3000));
const directory = mkdtempSync(join(tmpdir(), 'spc-save-'));
afterAll(() => rmSync(directory, { recursive: true }));

describe('by time', () => {
  const seek = (at: number, filter = '') => seekRows(lab.view, { at, filters: { strace: filter } });

  test.each([
    [-5, '', 0],
    [0, '', 0],
    [1000, '', 1],
    [1999, '', 1],
    [2_000_500, '', 2000],
    [1e12, '', 2999],
    [500_000, 'open(', 0],
    [1_999_000, 'open(', 1],
    [1_998_999, 'open(', 0],
    [1e12, 'nowhere', 0],
  ])('%i ns, filter "%s"', async (at, filter, row) => expect(await seek(at, filter)).toEqual({ strace: row }));

  test('a pane that is not there is left out', async () => {
    expect(await seekRows(lab.view, { at: 0, filters: { tcpdump: '' } })).toEqual({});
  });

  test('a call that took long is told late: rows before it count by the first that is later', async () => {
    const late = new ViewLab();
    late.begin();
    late.tell(call(10, 'a'), call(20, 'b'), call(1, 'slow'), call(30, 'c'));
    expect(await seekRows(late.view, { at: 5, filters: { strace: '' } })).toEqual({ strace: 0 });
    expect(await seekRows(late.view, { at: 20, filters: { strace: '' } })).toEqual({ strace: 2 });
  });
});

describe('into a file', () => {
  const save = (path: string, from: number, to: number, filter = '') =>
    saveRows(lab.view, { pane: 'strace', filter, from, to, path }, newTextFile);

  test('rows with their times, for its owner only', async () => {
    const path = join(directory, 'some.txt');
    expect(await save(path, 0, 1, 'open(')).toEqual({ path, rows: 2 });
    expect(readFileSync(path, 'utf8')).toBe(
      '08:26:40.000999 7 sh open(999) = 0 <1.00µs>\n08:26:40.001999 7 sh open(1999) = 0 <1.00µs>\n',
    );
    expect(lstatSync(path).mode & 0o777).toBe(0o600);
  });

  test('all of many, and no more than there are', async () => {
    const path = join(directory, 'all.txt');
    expect(await save(path, -3, 1e9)).toEqual({ path, rows: 3000 });
    expect(readFileSync(path, 'utf8').trimEnd().split('\n')).toHaveLength(3000);
  });

  test('never over another file, nor where a link leads', async () => {
    const [there, link] = [join(directory, 'there'), join(directory, 'link')];
    writeFileSync(there, 'mine');
    symlinkSync(join(directory, 'victim'), link);
    await expect(save(there, 0, 1)).rejects.toMatchObject({ code: 'usage' });
    await expect(save(link, 0, 1)).rejects.toMatchObject({ code: 'usage' });
    expect(readFileSync(there, 'utf8')).toBe('mine');
  });

  test('a row is cut in sight, and whole in the file', async () => {
    const long = new ViewLab();
    long.begin();
    long.tell(call(0, 'x', { args: 'y'.repeat(9000) }));
    expect(long.pane().rows[0]?.text.length).toBeLessThan(5000);
    const path = join(directory, 'long.txt');
    await saveRows(long.view, { pane: 'strace', filter: '', from: 0, to: 0, path }, newTextFile);
    expect(readFileSync(path, 'utf8')).toContain('y'.repeat(9000));
  });

  test('nothing to save', async () => {
    await expect(save(join(directory, 'none'), 0, 10, 'nowhere')).rejects.toMatchObject({ code: 'usage' });
  });

  test('a name of its own: by the pane and the time of the first row', async () => {
    const names: string[] = [];
    const create = (path: string) => ({ path, write: () => {}, close: () => {} }) as never;
    await saveRows(lab.view, { pane: 'strace', filter: '', from: 0, to: 0 }, (path) => {
      names.push(path);
      return create(path);
    });
    expect(names).toEqual(['spc-strace-20261122T082640Z.txt']);
  });

  test('a disk that is full is told', async () => {
    const full = (path: string) => ({
      ...newTextFile(join(directory, 'full')),
      path,
      write: () => {
        throw new Error('ENOSPC');
      },
    });
    await expect(saveRows(lab.view, { pane: 'strace', filter: '', from: 0, to: 0 }, full)).rejects.toThrow('ENOSPC');
  });
});
