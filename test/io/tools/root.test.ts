/** Finishing a root file system: from tables, and never outside the root. */
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DebianFinish } from '../../../src/core/tools/types.ts';
import { finishDebian, mergeUsr } from '../../../src/io/tools/debian.ts';
import { newestFile, tidy } from '../../../src/io/tools/tidy.ts';

let dir: string;
let root: string;
let outside: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'spc-root-'));
  root = join(dir, 'root');
  outside = join(dir, 'outside');
  mkdirSync(root);
  mkdirSync(outside);
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function put(name: string, text = name, base = root): string {
  const path = join(base, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}
const read = (name: string) => readFileSync(join(root, name), 'utf8');

const FINISH: DebianFinish = {
  merged: { bin: 'usr/bin' },
  exclude: [],
  copies: { 'etc/passwd': 'share/passwd', 'etc/group': 'share/group', 'etc/none': 'share/none' },
  links: { 'usr/bin/awk': 'mawk', 'usr/bin/vi': 'vim.tiny', 'usr/bin/sh': 'dash' },
  users: { tcpdump: 102 },
  groups: { tcpdump: 102, stapusr: 156, known: 7 },
  certificates: { from: 'share/ca', to: 'etc/ssl/bundle.crt' },
};

describe("what Debian's maintainer scripts would do", () => {
  beforeEach(() => {
    mergeUsr(root, FINISH);
    put('bin/mawk');
    put('bin/dash');
    put('bin/sh', 'its own');
    put('share/passwd', 'root:x:0:0::/root:/bin/bash\n');
    put('share/group', 'root:x:0:\nknown:x:7:\n');
    put('share/ca/b.crt', 'B\n');
    put('share/ca/a/a.crt', 'A');
    put('share/ca/readme.txt');
    mkdirSync(join(root, 'etc/ssl'), { recursive: true });
    finishDebian(root, FINISH);
  });

  test('/bin is a link into /usr', () => {
    expect(readlinkSync(join(root, 'bin'))).toBe('usr/bin');
    expect(existsSync(join(root, 'usr/bin/mawk'))).toBe(true);
  });

  test('links what is there and not taken', () => {
    expect(readlinkSync(join(root, 'usr/bin/awk'))).toBe('mawk');
    expect(existsSync(join(root, 'usr/bin/vi'))).toBe(false);
    expect(read('usr/bin/sh')).toBe('its own');
  });

  test('adds users and groups that are not known', () => {
    expect(read('etc/passwd')).toBe('root:x:0:0::/root:/bin/bash\ntcpdump:x:102:102::/nonexistent:/usr/sbin/nologin\n');
    expect(read('etc/group')).toBe('root:x:0:\nknown:x:7:\ntcpdump:x:102:\nstapusr:x:156:\n');
  });

  test('bundles certificates in order', () => {
    expect(read('etc/ssl/bundle.crt')).toBe('A\nB\n');
  });
});

describe('tidy', () => {
  const given = (purge: string[], directories: string[] = []) => ({ purge, directories });

  test('removes, empties and makes', () => {
    put('etc/machine-id');
    put('var/log/a/b');
    put('usr/lib/python3/x/__pycache__/y.pyc');
    put('usr/lib/python3/x/y.py');
    tidy(root, given(['etc/machine-id', 'var/log/*', 'no/such/thing'], ['host', 'tmp']));
    expect(existsSync(join(root, 'etc/machine-id'))).toBe(false);
    expect(existsSync(join(root, 'var/log'))).toBe(true);
    expect(existsSync(join(root, 'var/log/a'))).toBe(false);
    expect(existsSync(join(root, 'usr/lib/python3/x/__pycache__'))).toBe(false);
    expect(existsSync(join(root, 'usr/lib/python3/x/y.py'))).toBe(true);
    expect(lstatSync(join(root, 'tmp')).mode & 0o7777).toBe(0o1777);
    expect(lstatSync(join(root, 'host')).isDirectory()).toBe(true);
  });

  test('refuses to follow a link out of the root', () => {
    const precious = put('log/precious', 'p', outside);
    symlinkSync(outside, join(root, 'var'));
    expect(() => tidy(root, given(['var/log/precious']))).toThrow(expect.objectContaining({ code: 'build-failed' }));
    expect(() => tidy(root, given(['var/log/*']))).toThrow(expect.objectContaining({ code: 'build-failed' }));
    expect(existsSync(precious)).toBe(true);
  });

  test('a link to a directory is not emptied, nor walked', () => {
    const precious = put('precious', 'p', outside);
    const bytecode = put('__pycache__/x.pyc', 'x', outside);
    symlinkSync(outside, join(root, 'run'));
    mkdirSync(join(root, 'usr/lib'), { recursive: true });
    symlinkSync(outside, join(root, 'usr/lib/link'));
    tidy(root, given(['run/*']));
    expect([precious, bytecode].map((path) => existsSync(path))).toEqual([true, true]);
  });

  test('finishing does not write through a link either', () => {
    symlinkSync(outside, join(root, 'etc'));
    put('share/passwd', 'p');
    expect(() => finishDebian(root, FINISH)).toThrow(/leads out/);
    expect(existsSync(join(outside, 'passwd'))).toBe(false);
  });
});

test('the newest file of the root itself tells its date', () => {
  utimesSync(put('a/old'), 1000, 1000);
  utimesSync(put('b/c/new'), 2000.7, 2000.7);
  put('now', 'now', outside);
  symlinkSync(outside, join(root, 'link'));
  symlinkSync(join(outside, 'now'), join(root, 'file'));
  expect(newestFile(root)).toBe(2000);
});
