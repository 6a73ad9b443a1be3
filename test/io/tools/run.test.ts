import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runTool, runToolInto, streamTool, watchTool } from '../../../src/io/tools/run.ts';

let dir: string;
let job: { log: string };
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'spc-run-'));
  job = { log: join(dir, 'log') };
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const sh = (script: string) => ({ file: 'sh', args: ['-c', script] });

test('gives what a tool says; its complaints go to the log', async () => {
  expect(await runTool(sh('echo out; echo err >&2'), job)).toBe('out\n');
  expect(readFileSync(job.log, 'utf8')).toBe('err\n');
});

test("quotes a failing tool's own error lines, not those before it", async () => {
  writeFileSync(job.log, 'E: an old error\n');
  const failing = sh('echo chatter >&2; echo "E: Unable to locate package no-such" >&2; exit 100');
  await expect(runTool(failing, job)).rejects.toMatchObject({
    code: 'build-failed',
    message: 'a package is not known',
    why: `E: Unable to locate package no-such\nlog: ${job.log}`,
  });
});

test('says when the disk is full', async () => {
  const failing = sh('echo "tar: x: Cannot write: No space left on device" >&2; exit 2');
  await expect(runTool(failing, job)).rejects.toMatchObject({
    message: 'the disk is full',
    hint: expect.stringMatching(/--work-dir/),
  });
});

test('says which tool is not there', async () => {
  const missing = { file: 'spc-no-such-tool', args: [] };
  await expect(runTool(missing, job)).rejects.toMatchObject({
    code: 'build-failed',
    message: 'cannot start spc-no-such-tool',
  });
});

test('gives whole lines of descriptor 3, also when they come in pieces', async () => {
  const lines: string[] = [];
  const script = 'printf "a\\nb" >&3; sleep 0.05; printf "c\\nlast" >&3; echo log';
  for await (const line of watchTool(sh(script), job, 3)) lines.push(line);
  expect(lines).toEqual(['a', 'bc', 'last']);
  expect(readFileSync(job.log, 'utf8')).toBe('log\n');
});

test('puts what a tool says into a new file, and fails when the tool does', async () => {
  const path = join(dir, 'said');
  await runToolInto(path, sh('seq 3'), job);
  expect(readFileSync(path, 'utf8')).toBe('1\n2\n3\n');
  await expect(runToolInto(path, sh('true'), job)).rejects.toMatchObject({ code: 'EEXIST' });
  const failing = runToolInto(join(dir, 'other'), sh('exit 3'), job);
  await expect(failing).rejects.toMatchObject({ message: 'sh failed with status 3' });
});

test('ends a tool whose consumer leaves', async () => {
  const pidFile = join(dir, 'pid');
  for await (const _ of streamTool(sh(`echo $$ > ${pidFile}; exec yes`), job)) break;
  const pid = Number(readFileSync(pidFile, 'utf8'));
  await expect.poll(() => isAlive(pid)).toBe(false);
});

test('ends a tool when the build is interrupted', async () => {
  const controller = new AbortController();
  const running = runTool(sh('exec sleep 60'), { ...job, signal: controller.signal });
  controller.abort();
  await expect(running).rejects.toMatchObject({ code: 'build-failed', message: 'the build was interrupted' });
});

/** A zombie is dead. */
function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
