import { closeSync, constants, fstatSync, ftruncateSync, mkdtempSync, openSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { openUnnamed } from '../../../src/io/spool/segment.ts';
import { openSpool } from '../../../src/io/spool/spool.ts';
import type { RowStore, Spool } from '../../../src/io/spool/types.ts';
import { addAll, allOf, randomRows, rowAt } from './rows.ts';

const MIB = 1024 ** 2;
const directories: string[] = [];
const spools: Spool[] = [];

afterEach(() => {
  for (const spool of spools.splice(0)) spool.close();
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true });
});

function scratch(): string {
  const directory = mkdtempSync(join(tmpdir(), 'spc-spool-'));
  directories.push(directory);
  return directory;
}

function spoolIn(directory: string, limit = 1024 * MIB): Spool {
  const spool = openSpool({ limit, open: () => openUnnamed(directory) });
  spools.push(spool);
  return spool;
}

/** Waits until what was given is written, as far as it can be. */
async function settled(spool: Spool): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await (spool.room() ?? new Promise((resolve) => setTimeout(resolve, 2)));
}

test('a file for rows is nobody else’s, and has no name', () => {
  const directory = scratch();
  const fd = openUnnamed(directory);
  expect(fstatSync(fd).mode & 0o777).toBe(0o600);
  expect(fstatSync(fd).nlink).toBe(0);
  expect(readdirSync(directory)).toEqual([]);
  closeSync(fd);
});

describe.each([1, 2])('rows of all kinds (%i)', (seed) => {
  const given = randomRows(6000, seed);

  test('what is read is what was given, in memory and on disk', async () => {
    const spool = spoolIn(scratch());
    const store = spool.open();
    addAll(store, given);
    expect(allOf(store)).toEqual(given);
    await settled(spool);
    expect(spool.failure).toBe('');
    expect(allOf(store)).toEqual(given);
    expect([store.first, store.end]).toEqual([0, given.length]);
  });

  test('in any order', async () => {
    const spool = spoolIn(scratch());
    const store = spool.open();
    addAll(store, given);
    await settled(spool);
    for (let n = 0; n < 300; n++)
      expect(rowAt(store, (n * 7919) % given.length)).toEqual(given[(n * 7919) % given.length]);
  });

  test('by time: the last before the first that is later, as a search one by one finds it', () => {
    const store = spoolIn(scratch()).open();
    addAll(store, given);
    for (const moment of [-2e6, -1, 0, 1, 999, 1000, 5e6, 3_345_678, 5_998_999, 5_999_000, 1e12]) {
      const later = given.findIndex(({ at }) => at > moment);
      expect([moment, store.before(moment)]).toEqual([moment, (later < 0 ? given.length : later) - 1]);
    }
  });
});

test('blocks tell where each text ends in the whole', async () => {
  const spool = spoolIn(scratch());
  const store = spool.open();
  addAll(store, randomRows(5000, 9));
  await settled(spool);
  for (const row of [0, 300, 4999]) {
    const block = store.block(row);
    const cut = Array.from({ length: block.count }, (_, index) =>
      block.whole.slice(index && block.end(index - 1) + 1, block.end(index)),
    );
    expect(cut).toEqual(Array.from({ length: block.count }, (_, index) => block.text(index)));
  }
});

test('several panes do not mix', async () => {
  const spool = spoolIn(scratch());
  const panes = [4, 5, 6].map((seed) => ({ store: spool.open(), rows: randomRows(9000, seed) }));
  for (let from = 0; from < 9000; from += 100)
    for (const { store, rows } of panes) addAll(store, rows.slice(from, from + 100));
  await settled(spool);
  for (const { store, rows } of panes) expect(allOf(store)).toEqual(rows);
});

test('what cannot be read from the disk says so', async () => {
  const fds: number[] = [];
  const directory = scratch();
  const open = () => {
    const fd = openUnnamed(directory);
    fds.push(fd);
    return fd;
  };
  const spool = openSpool({ limit: 1024 * MIB, open });
  spools.push(spool);
  const store = spool.open();
  await fill(spool, store, 3000);
  await settled(spool);
  ftruncateSync(fds[0] ?? 0, 0);
  expect(rowAt(store, 5)).toMatchObject({ text: expect.stringMatching(/^this row cannot be read/), style: 'red' });
  expect(rowAt(store, 2999)).toMatchObject({ at: 2999 });
});

/** Some 30 MB. */
const LONG = { at: 1, text: 'l'.repeat(1000), style: '' } as const;

async function fill(spool: Spool, store: RowStore, rows: number): Promise<void> {
  for (let row = 0; row < rows; row++) {
    store.add(row, `${row} ${LONG.text}`, '');
    if (row % 1000 === 0) await spool.room();
  }
}

test('over the limit the oldest make way; the newest, and a quiet pane, stay', async () => {
  const spool = spoolIn(scratch(), 10 * MIB);
  const [quiet, busy] = [spool.open(), spool.open()];
  quiet.add(5, 'quiet', 'dim');
  await fill(spool, busy, 30_000);
  await settled(spool);
  expect(busy.end).toBe(30_000);
  expect(busy.first).toBeGreaterThan(15_000);
  expect(busy.first).toBeLessThan(22_000);
  expect(allOf(busy).map(({ at }) => at)).toEqual(
    Array.from({ length: busy.end - busy.first }, (_, index) => busy.first + index),
  );
  expect(allOf(quiet)).toEqual([{ at: 5, text: 'quiet', style: 'dim' }]);
  expect(busy.before(25_000)).toBe(25_000);
  expect(() => busy.block(0)).toThrow(RangeError);
  expect(spool.failure).toBe('');
});

test('what makes way while it is being written is no failure', async () => {
  const spool = spoolIn(scratch(), MIB);
  const store = spool.open();
  for (let row = 0; row < 20_000; row++) {
    store.add(row, `${row} ${LONG.text}`, '');
    if (row % 300 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  await settled(spool);
  expect(spool.failure).toBe('');
  expect(store.first).toBeGreaterThan(15_000);
  expect(allOf(store).map(({ at }) => at)[0]).toBe(store.first);
});

test.each([
  [
    'cannot be opened',
    () => {
      throw new Error('ENOSPC: no space left on device');
    },
  ],
  ['takes no more', () => openSync('/dev/full', constants.O_RDWR)],
])('a disk that %s: the newest rows are kept in memory, and it is told', async (_, open) => {
  const spool = openSpool({ limit: 1024 * MIB, open: open as () => number });
  spools.push(spool);
  const store = spool.open();
  await fill(spool, store, 30_000);
  await settled(spool);
  await fill(spool, store, 1000);
  expect(spool.failure).toContain('ENOSPC');
  expect(store.end).toBe(31_000);
  const kept = allOf(store);
  expect(kept.length).toBeGreaterThan(5000);
  expect(kept.length).toBeLessThan(12_000);
  expect(kept.at(-1)?.text).toBe(`999 ${LONG.text}`);
});
