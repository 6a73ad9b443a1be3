import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createPrivate, requireFree, writePrivate } from '../../src/io/new-file.ts';

const scratch = mkdtempSync(join(tmpdir(), 'spc-new-file-'));
afterAll(() => rmSync(scratch, { recursive: true }));
let count = 0;
const fresh = () => {
  const folder = join(scratch, `${++count}`);
  mkdirSync(folder);
  return { folder, path: join(folder, 'it') };
};
/** Opened, and written to later. */
const opened = (path: string, force: boolean, text: string) => {
  const fd = createPrivate(path, { force });
  writeSync(fd, text);
  closeSync(fd);
};
const written = (path: string, force: boolean, text: string) => writePrivate(path, text, { force });

describe.each([
  ['opened', false, opened],
  ['opened', true, opened],
  ['written', false, written],
  ['written', true, written],
] as const)('%s, with force %s', (_, force, put) => {
  it('a new file is its owner’s alone', () => {
    const { folder, path } = fresh();
    put(path, force, 'new');
    expect(readFileSync(path, 'utf8')).toBe('new');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['it']);
  });

  it('a link is not followed, nor replaced', () => {
    const { folder, path } = fresh();
    symlinkSync(join(folder, 'aim'), path);
    expect(() => put(path, force, 'x')).toThrow(expect.objectContaining({ why: 'it is a symbolic link' }));
    expect(existsSync(join(folder, 'aim'))).toBe(false);
  });

  it('a directory stays', () => {
    const { folder } = fresh();
    expect(() => put(folder, force, 'x')).toThrow(expect.objectContaining({ code: 'usage' }));
    expect(readdirSync(folder)).toEqual([]);
  });

  it('where there is no directory the system says so', () => {
    expect(() => put(join(scratch, 'none/it'), force, 'x')).toThrow(
      expect.objectContaining({ code: 'system', why: expect.stringContaining('ENOENT') }),
    );
  });
});

it('a file makes way only by force, and then for a new one: who has it open keeps it', () => {
  const { folder, path } = fresh();
  writeFileSync(path, 'old', { mode: 0o644 });
  const before = statSync(path).ino;
  expect(() => createPrivate(path, { force: false, hint: 'try this' })).toThrow(
    expect.objectContaining({ code: 'usage', why: 'it is there already', hint: 'try this' }),
  );
  expect(readFileSync(path, 'utf8')).toBe('old');
  opened(path, true, 'new');
  expect(readFileSync(path, 'utf8')).toBe('new');
  expect(statSync(path)).toMatchObject({ mode: 0o100600 });
  expect(statSync(path).ino).not.toBe(before);
  expect(readdirSync(folder)).toEqual(['it']);
});

it.each([
  ['a name that is too long', (folder: string) => join(folder, 'x'.repeat(5000))],
  ['a file for a folder', (folder: string) => join(folder, 'it', 'below')],
])('%s is an error of the system, not of spc', (_, of) => {
  const { folder, path } = fresh();
  writeFileSync(path, 'x');
  const put = () => {
    requireFree(of(folder), { force: false });
    writePrivate(of(folder), 'x', { force: false });
  };
  expect(put).toThrow(expect.objectContaining({ code: 'system' }));
});
