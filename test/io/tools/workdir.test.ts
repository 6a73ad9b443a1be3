import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { makeWorkDirectory } from '../../../src/io/tools/workdir.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'spc-workdir-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test("is the caller's alone, and gone with all in it", async () => {
  const work = await makeWorkDirectory(dir);
  expect(statSync(work.path).mode & 0o777).toBe(0o700);
  mkdirSync(join(work.path, 'root'));
  writeFileSync(join(work.path, 'root/f'), '');
  await work.remove();
  expect(readdirSync(dir)).toEqual([]);
});

test('says where it could not be made', async () => {
  await expect(makeWorkDirectory(join(dir, 'none'))).rejects.toMatchObject({
    code: 'build-failed',
    hint: '--work-dir DIR',
  });
});

/** Has a tool work in a directory until it is interrupted, as a build does. */
const BUILD = `
import { makeWorkDirectory } from '${new URL('../../../src/io/tools/workdir.ts', import.meta.url)}';
import { runTool } from '${new URL('../../../src/io/tools/run.ts', import.meta.url)}';
const work = await makeWorkDirectory(process.argv[1]);
try {
  await runTool({ file: 'sh', args: ['-c', 'while :; do : > "$0/f"; done', work.path] }, { log: process.argv[1] + '/log', signal: work.signal });
} finally {
  await work.remove();
}`;

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  '%s ends the work, removes it, and is what the process dies of',
  async (signal) => {
    const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', BUILD, dir], { stdio: 'ignore' });
    await vi.waitFor(() => expect(globSync('spc-tools-*/f', { cwd: dir })).toHaveLength(1), 20_000);
    child.kill(signal);
    expect(await once(child, 'close')).toEqual([null, signal]);
    expect(readdirSync(dir)).toEqual(['log']);
  },
);
