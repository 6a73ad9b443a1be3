import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readTrusted } from '../../src/io/safe-file.ts';

/** /tmp is writable by all, so nothing below it can be trusted: a home is used instead. */
let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(homedir(), '.spc-test-safe-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const read = (path: string, maxBytes = 100) => readTrusted(path, { maxBytes });
const refusal = (why: RegExp, hint = /./) =>
  expect.objectContaining({ code: 'config', why: expect.stringMatching(why), hint: expect.stringMatching(hint) });
const asRoot = test.skipIf(process.geteuid?.() !== 0);

function file(name = 'f', content = 'hello'): string {
  const path = join(dir, name);
  writeFileSync(path, content, { mode: 0o644 });
  return path;
}

test('reads a file only its owner may write', () => {
  expect(read(file())).toBe('hello');
});

test.each([0o664, 0o646, 0o666])('refuses a file of mode %o, and says how to mend it', (mode) => {
  const path = file();
  chmodSync(path, mode);
  const shown = `mode ${mode.toString(8).padStart(4, '0')}`;
  expect(() => read(path)).toThrow(refusal(new RegExp(`${path} belongs to uid .* with ${shown}`), /^chmod go-w \//));
});

test('refuses a file below a folder others may write, sticky or not', () => {
  const folder = join(dir, 'sub');
  mkdirSync(folder);
  const path = file('sub/f');
  chmodSync(folder, 0o1777);
  expect(() => read(path)).toThrow(refusal(/sub belongs to .* mode 1777/));
  chmodSync(folder, 0o755);
  expect(read(path)).toBe('hello');
});

test('refuses what lies below /tmp', () => {
  const below = mkdtempSync('/tmp/spc-test-');
  try {
    writeFileSync(join(below, 'f'), 'x');
    expect(() => read(join(below, 'f'))).toThrow(refusal(/^\/tmp belongs to/));
  } finally {
    rmSync(below, { recursive: true });
  }
});

asRoot('refuses a file of another user', () => {
  const path = file();
  chownSync(path, 12345, 0);
  expect(() => read(path)).toThrow(refusal(/belongs to uid 12345/, /^chown -h 0 \/.*f && chmod/));
});

asRoot('refuses a folder of another user', () => {
  const path = file();
  chownSync(dir, 12345, 0);
  expect(() => read(path)).toThrow(refusal(/belongs to uid 12345/));
});

test('refuses a symbolic link in place of the file', () => {
  symlinkSync(file(), join(dir, 'link'));
  expect(() => read(join(dir, 'link'))).toThrow(refusal(/symbolic link/, /regular file/));
});

test('follows a safely owned link to a safely owned folder', () => {
  mkdirSync(join(dir, 'real'));
  file('real/f');
  symlinkSync('real', join(dir, 'link'));
  expect(read(join(dir, 'link/f'))).toBe('hello');
});

test('refuses a link to a folder that is not safe', () => {
  mkdirSync(join(dir, 'real'));
  file('real/f');
  chmodSync(join(dir, 'real'), 0o777);
  symlinkSync('real', join(dir, 'link'));
  expect(() => read(join(dir, 'link/f'))).toThrow(refusal(/real belongs to/));
});

asRoot("refuses another user's link", () => {
  mkdirSync(join(dir, 'real'));
  file('real/f');
  symlinkSync('real', join(dir, 'link'));
  execFileSync('chown', ['-h', '12345', join(dir, 'link')]);
  expect(() => read(join(dir, 'link/f'))).toThrow(refusal(/link belongs to uid 12345/));
});

test('refuses a FIFO without waiting, and a folder', () => {
  execFileSync('mkfifo', [join(dir, 'fifo')]);
  expect(() => read(join(dir, 'fifo'))).toThrow(refusal(/not a regular file/));
  mkdirSync(join(dir, 'folder'));
  expect(() => read(join(dir, 'folder'))).toThrow(refusal(/not a regular file/));
});

test('refuses a file over the limit, and reads one at it', () => {
  expect(read(file('f', 'x'.repeat(100)))).toHaveLength(100);
  expect(() => read(file('f', 'x'.repeat(101)))).toThrow(refusal(/larger than 100 bytes/));
});

test('refuses an endless file that says it is empty', () => {
  expect(() => readTrusted('/proc/self/status', { maxBytes: 10 })).toThrow(refusal(/larger than 10 bytes/));
});

test('names a missing file, and tells callers by its cause', () => {
  expect(() => read(join(dir, 'none'))).toThrow(
    expect.objectContaining({ code: 'config', cause: expect.objectContaining({ code: 'ENOENT' }) }),
  );
});
