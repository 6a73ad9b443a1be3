/** Unpacking real packages, made here by dpkg-deb. */
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { inOrder } from '../../../src/io/tools/pool.ts';
import { runTool } from '../../../src/io/tools/run.ts';
import { unpackAll } from '../../../src/io/tools/unpack.ts';

let dir: string;
let job: { log: string };
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'spc-unpack-'));
  job = { log: join(dir, 'log') };
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** A package of these files, in a directory `share` of this mode. */
async function makePackage(name: string, mode: number, files: Record<string, string | Buffer>): Promise<string> {
  const tree = join(dir, name);
  for (const part of ['DEBIAN', 'share']) mkdirSync(join(tree, part), { recursive: true });
  for (const [file, text] of Object.entries(files)) writeFileSync(join(tree, 'share', file), text);
  const control = `Package: ${name}\nVersion: 1\nArchitecture: all\nMaintainer: a <a@example.com>\nDescription: a\n`;
  writeFileSync(join(tree, 'DEBIAN/control'), control);
  for (const part of ['', 'DEBIAN']) chmodSync(join(tree, part), 0o755);
  chmodSync(join(tree, 'share'), mode);
  const archive = join(dir, `${name}_1_all.deb`);
  await runTool({ file: 'dpkg-deb', args: ['--root-owner-group', '-Zgzip', '--build', tree, archive] }, job);
  return archive;
}

test('puts packages into the root one after the other, base-files first, however long each takes', async () => {
  const slow = Buffer.alloc(60e6);
  const archives = [
    await makePackage('first', 0o700, { a: slow, z: 'first' }),
    await makePackage('second', 0o711, { z: 'second' }),
    await makePackage('base-files', 0o751, { a: 'base', z: 'base' }),
  ];
  const root = join(dir, 'root');
  const phases: unknown[] = [];
  for await (const step of unpackAll(archives, root, [], job)) phases.push(step.detail);
  expect(readFileSync(join(root, 'share/z'), 'utf8')).toBe('second');
  expect(statSync(join(root, 'share/a')).size).toBe(slow.length);
  expect(statSync(join(root, 'share')).mode & 0o777).toBe(0o751);
  expect(phases).toEqual([1, 2, 3].map((done) => `${done} of 3 packages`));
});

test('gives results in the order of the items, at most so many under way', async () => {
  let under = 0;
  const most: number[] = [];
  const work = async (ms: number) => {
    most.push(++under);
    await new Promise((resolve) => setTimeout(resolve, ms));
    under--;
    return ms;
  };
  const results: number[] = [];
  for await (const result of inOrder([30, 1, 20, 2, 3], 2, work)) results.push(result);
  expect(results).toEqual([30, 1, 20, 2, 3]);
  expect(Math.max(...most)).toBe(2);
});

test('a failure ends it once what runs has ended', async () => {
  const ended: string[] = [];
  const work = async (name: string) => {
    await new Promise((resolve) => setTimeout(resolve, name === 'slow' ? 30 : 1));
    ended.push(name);
    if (name === 'bad') throw new Error(name);
  };
  const all = async () => {
    for await (const _ of inOrder(['bad', 'slow', 'never'], 2, work));
  };
  await expect(all()).rejects.toThrow('bad');
  expect(ended).toEqual(['bad', 'slow']);
});
