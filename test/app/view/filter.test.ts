import { describe, expect, test } from 'vitest';
import { findRow } from '../../../src/app/view/find.ts';
import { parseMatcher } from '../../../src/core/view/matcher.ts';
import { addAll, allOf, randomRows } from '../../io/spool/rows.ts';
import { call, manyCalls, ViewLab } from './lab.ts';

const NEVER = new AbortController().signal;

function labWith(count: number): ViewLab {
  const lab = new ViewLab();
  lab.begin();
  lab.tell(...manyCalls(count));
  return lab;
}

describe.each([
  'read(',
  'READ(',
  '!read(',
  '/re+ad\\(\\d*7\\)/',
  '!/read|write/',
  'open(',
  'nowhere',
  'ÿþ',
  '日本',
  'İ',
  'µs',
  'aaaa',
  '!',
])('%s', (filter) => {
  test('lets through what looking at each row does', async () => {
    const lab = new ViewLab();
    lab.begin();
    const { pane } = lab.view.required('strace');
    addAll(pane.rows, randomRows(4000, 7));
    lab.tell(...manyCalls(2000));
    const used = pane.filtered(filter);
    await used.complete();
    const matcher = parseMatcher(filter);
    const wanted = allOf(pane.rows).flatMap(({ text }, row) => ((matcher?.matches(text) ?? true) ? [row] : []));
    expect(used.count).toBe(wanted.length);
    expect(wanted.map((_, number) => used.rowAt(number))).toEqual(wanted);
    expect(wanted.map((row) => used.rank(row))).toEqual(wanted.map((_, number) => number));
    expect(used.rowAt(wanted.length)).toBeUndefined();
    expect([0, 1, 2, 5999].map((row) => used.lets(row))).toEqual([0, 1, 2, 5999].map((row) => wanted.includes(row)));
  });
});

test('rows that come are looked at when they come', async () => {
  const lab = labWith(3000);
  await lab.view.required('strace').pane.filtered('open(').complete();
  expect(lab.pane({ filter: 'open(' })).toMatchObject({ kept: 3, total: 3000, scanning: false });
  lab.tell(call(1, 'open'), call(2, 'read'), call(3, 'open'));
  const pane = lab.pane({ filter: 'open(', height: 2 });
  expect(pane).toMatchObject({ kept: 5, total: 3003, top: 3, rows: [{ index: 3000 }, { index: 3002 }] });
});

test('many rows are looked at in slices; others have their turn meanwhile, and see it grow', async () => {
  const lab = labWith(30_000);
  lab.step = 3; // each look at the clock: a slice has a few blocks
  const first = lab.pane({ filter: 'read(' });
  expect(first.scanning).toBe(true);
  expect(first.kept).toBeGreaterThan(0);
  expect(first.kept).toBeLessThan(2000);
  const { pane } = lab.view.required('strace');
  await pane.filtered('read(').complete();
  expect(lab.turns).toBeGreaterThan(10);
  expect(lab.changes).toBeGreaterThan(10);
  expect(lab.pane({ filter: 'read(' })).toMatchObject({ scanning: false, kept: 9990 });
});

test('another filter breaks the scan off', async () => {
  const lab = labWith(30_000);
  lab.step = 3;
  lab.pane({ filter: 'read(' });
  const old = lab.view.required('strace').pane.filter;
  const { kept } = lab.pane({ filter: 'write(' });
  await old.complete();
  expect(old.isScanning).toBe(true);
  await lab.view.required('strace').pane.filter.complete();
  expect(lab.pane({ filter: 'write(' }).kept).toBeGreaterThan(kept);
  lab.tell(call(0, 'read'));
  expect(old.count).toBeLessThan(3000);
});

test('rows that made way are counted, and cannot be had', async () => {
  const lab = new ViewLab(['strace'], 4 * 1024 ** 2);
  lab.begin();
  for (let part = 0; part < 60; part++) {
    lab.tell(...manyCalls(3000));
    await lab.view.required('strace').pane.filtered('open(').complete();
    await lab.spool.room();
  }
  const pane = lab.pane({ filter: 'open(', top: 0, height: 2 });
  expect(pane.kept).toBe(180);
  expect(pane.first).toBeGreaterThan(50);
  const { filter, rows } = lab.view.required('strace').pane;
  expect(filter.rowAt(pane.first - 1)).toBeUndefined();
  expect(pane.rows.map(({ index }) => index)).toEqual([filter.rowAt(pane.first), filter.rowAt(pane.first + 1)]);
  expect(pane.rows[0]?.index).toBeGreaterThanOrEqual(rows.first);
});

test('what is no regular expression lets all through, and is told', () => {
  const pane = labWith(10).pane({ filter: '/(/' });
  expect(pane.badFilter).toContain('Unterminated group');
  expect(pane).toMatchObject({ kept: 10, scanning: false });
});

test('a regular expression that would take for ever is given up', () => {
  const lab = labWith(10);
  lab.tell(call(0, 'x', { args: 'a'.repeat(60) }));
  const pane = lab.pane({ filter: '/(a+)+$/' });
  expect(pane.badFilter).toBe('this regular expression takes too long on these rows');
  expect(pane).toMatchObject({ kept: 11, scanning: false });
});

describe('search', () => {
  const lab = labWith(3000);
  const find = (text: string, from: number, back = false, filter = '') =>
    findRow(lab.view, { pane: 'strace', filter, text, from, back }, NEVER);

  test.each([
    ['open(', 0, false, { row: 999, wrapped: false }],
    ['open(', 999, false, { row: 999, wrapped: false }],
    ['open(', 1000, false, { row: 1999, wrapped: false }],
    ['open(', 2999, false, { row: 2999, wrapped: false }],
    ['read(0)', 5, false, { row: 0, wrapped: true }],
    ['open(', 2998, true, { row: 1999, wrapped: false }],
    ['read(', 500, true, { row: 498, wrapped: false }],
    ['open(', 998, true, { row: 2999, wrapped: true }],
    ['open(', 999, true, { row: 999, wrapped: false }],
    ['/open\\(1/', 0, false, { row: 1999, wrapped: false }],
    ['open(', 1e9, true, { row: 2999, wrapped: false }],
    ['nowhere', 7, false, null],
    ['', 7, false, null],
  ] as const)('%s from %i, back: %s', async (text, from, back, found) =>
    expect(await find(text, from, back)).toEqual(found),
  );

  test('among the rows a filter lets through, by their number there', async () => {
    expect(await find('99', 0, false, 'open(')).toEqual({ row: 0, wrapped: false });
    expect(await find('2999', 0, false, 'open(')).toEqual({ row: 2, wrapped: false });
    expect(await find('read(', 0, false, 'open(')).toBeNull();
    expect(await find('read(2997)', 0, false, 'read(')).toEqual({ row: 998, wrapped: false });
  });

  test('what cannot be searched', async () => {
    await expect(find('/(/', 0)).rejects.toMatchObject({ code: 'usage' });
    await expect(
      findRow(lab.view, { pane: 'x', filter: '', text: 'a', from: 0, back: false }, NEVER),
    ).rejects.toMatchObject({ code: 'usage' });
  });

  test('a search that is broken off finds nothing', async () => {
    const slow = labWith(30_000);
    slow.step = 9;
    const search = new AbortController();
    slow.onTurn = () => search.abort();
    const request = { pane: 'strace', filter: '', text: 'open(29999)', from: 0, back: false };
    expect(await findRow(slow.view, request, search.signal)).toBeNull();
    slow.onTurn = () => {};
    expect(await findRow(slow.view, request, NEVER)).toEqual({ row: 29_999, wrapped: false });
    expect(slow.turns).toBeGreaterThan(100);
  });
});
