import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isTrusted, trustImage } from '../../src/io/trusted.ts';

/** Nothing below /tmp can be trusted: a home is used instead. */
let dir: string;
let record: string;
beforeEach(() => {
  dir = mkdtempSync(join(homedir(), '.spc-test-trusted-'));
  record = join(dir, 'lib/trusted.json');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const id = (digit: string) => `sha256:${digit.repeat(64)}`;
const image = { tag: 'localhost/t:latest', engine: 'docker', at: '2026-01-01T00:00:00Z' };
const refused = expect.objectContaining({ code: 'config' });
const asRoot = test.skipIf(process.geteuid?.() !== 0);

test('trusts what was noted, and nothing else', () => {
  expect(isTrusted(id('a'), record)).toBe(false);
  trustImage(id('a'), image, record);
  trustImage(id('b'), image, record);
  expect([id('a'), id('b'), id('c'), '', '__proto__'].map((each) => isTrusted(each, record))).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
  expect(statSync(record).mode & 0o777).toBe(0o600);
  expect(readdirSync(join(dir, 'lib'))).toEqual(['trusted.json']);
});

test('notes only ids', () => {
  expect(() => trustImage('localhost/t:latest', image, record)).toThrow(expect.objectContaining({ code: 'internal' }));
});

test.each([0o620, 0o602, 0o666])('refuses a record of mode %o, to read and to add to', (mode) => {
  trustImage(id('a'), image, record);
  chmodSync(record, mode);
  expect(() => isTrusted(id('a'), record)).toThrow(refused);
  expect(() => trustImage(id('b'), image, record)).toThrow(refused);
});

test('refuses a record in a folder others may write', () => {
  trustImage(id('a'), image, record);
  chmodSync(join(dir, 'lib'), 0o777);
  expect(() => isTrusted(id('a'), record)).toThrow(refused);
});

test('makes no record below a folder others may write', () => {
  chmodSync(dir, 0o777);
  expect(() => trustImage(id('a'), image, record)).toThrow(refused);
  expect(existsSync(record)).toBe(false);
});

asRoot("refuses someone else's record", () => {
  trustImage(id('a'), image, record);
  chownSync(record, 1234, 0);
  expect(() => isTrusted(id('a'), record)).toThrow(refused);
});

test('refuses a link, and leaves what it points to', () => {
  const other = join(dir, 'other.json');
  writeFileSync(other, JSON.stringify({ [id('a')]: image }), { mode: 0o600 });
  mkdirSync(join(dir, 'lib'));
  symlinkSync(other, record);
  expect(() => isTrusted(id('a'), record)).toThrow(refused);
  expect(() => trustImage(id('b'), image, record)).toThrow(refused);
  expect(readFileSync(other, 'utf8')).not.toContain(id('b'));
});

test.each(['', '[]', 'null', '{'])('refuses a damaged record: %j', (text) => {
  trustImage(id('a'), image, record);
  writeFileSync(record, text);
  expect(() => isTrusted(id('a'), record)).toThrow(
    expect.objectContaining({ code: 'config', message: `${record} is damaged` }),
  );
});
