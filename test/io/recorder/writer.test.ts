/** What is written in the background: all of it, in order, and nobody waits for ever. */
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Writer } from '../../../src/io/recorder/writer.ts';

/** More than may wait. */
const MUCH = 5 * 1024 * 1024;
const ENOUGH = 256 * 1024;

let folder = '';
const fds: number[] = [];
const open = (name: string) => {
  const fd = openSync(join(folder, name), 'a');
  fds.push(fd);
  return fd;
};
const never = (error: Error) => {
  throw error;
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spc-writer-'));
});

afterEach(() => {
  for (const fd of fds.splice(0)) closeSync(fd);
  rmSync(folder, { recursive: true });
});

it('writes all there is, in order', async () => {
  const writer = new Writer(never);
  const fd = open('raw');
  for (const text of ['one ', 'two ', 'three']) expect(writer.add('raw', fd, Buffer.from(text))).toBeUndefined();
  await writer.flush();
  expect(readFileSync(join(folder, 'raw'), 'utf8')).toBe('one two three');
});

it('lets one go on that brought much, though others never stop', async () => {
  const writer = new Writer(never);
  const [one, other] = [open('one'), open('other')];
  void writer.add('raw', one, Buffer.alloc(ENOUGH)); // it is busy with it
  const room = writer.add('raw', one, Buffer.alloc(MUCH));
  expect(room).toBeInstanceOf(Promise);
  let goesOn = false;
  void room?.then(() => {
    goesOn = true;
  });
  for (let each = 0; each < 5000 && !goesOn; each++) {
    void writer.add('raw', other, Buffer.alloc(16));
    await turn();
  }
  expect(goesOn).toBe(true);
  await writer.flush();
});

it('holds nobody up when the disk fails', async () => {
  const failures: string[] = [];
  const writer = new Writer(({ code = '' }) => failures.push(code));
  const full = openSync('/dev/full', 'a');
  fds.push(full);
  void writer.add('raw', full, Buffer.alloc(ENOUGH));
  await writer.add('raw', full, Buffer.alloc(MUCH));
  await writer.flush();
  expect(failures).toEqual(['ENOSPC']);
  expect(writer.add('raw', full, Buffer.alloc(MUCH))).toBeUndefined();
});
