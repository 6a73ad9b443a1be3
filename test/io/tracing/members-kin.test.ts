import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { afterAll, expect, test, vi } from 'vitest';
import { tryReadProc } from '../../../src/io/proc/read.ts';
import { addSubject, kinship } from '../../../src/io/tracing/members-kin.ts';

vi.mock('../../../src/io/proc/read.ts', async (original) => {
  const module = await original<typeof import('../../../src/io/proc/read.ts')>();
  return { ...module, tryReadProc: vi.fn(module.tryReadProc) };
});

const child = spawn('sleep', ['1000'], { stdio: 'ignore' });
const pid = child.pid ?? 0;
afterAll(() => void child.kill('SIGKILL'));

test('a parent is above, a child below', () => {
  const { isAncestor, descendants, own } = kinship();
  expect([process.pid, process.ppid, pid, 1].map(isAncestor)).toEqual([true, true, false, true]);
  expect([process.pid, process.ppid, pid, 1].map(descendants())).toEqual([true, false, true, false]);
  expect([process.pid, process.ppid, pid, 1, 2].map(own())).toEqual([true, true, true, true, false]);
});

test('what a subject starts is no tool, a child seen first or not', async () => {
  const shell = spawn('sh', ['-c', 'sleep 1000 & echo $!; wait'], {
    stdio: ['ignore', 'pipe', 'ignore'],
    detached: true,
  });
  const parent = shell.pid ?? 0;
  try {
    const grandchild = Number(await new Promise((resolve) => shell.stdout.once('data', resolve)));
    expect([grandchild, parent].map(kinship().descendants())).toEqual([true, true]);
    addSubject(parent);
    expect([grandchild, parent].map(kinship().descendants())).toEqual([false, false]);
    expect([parent, grandchild, pid].map(kinship().own())).toEqual([false, false, true]);
  } finally {
    process.kill(-parent, 'SIGKILL');
  }
});

test('one look reads each process once, whatever is above it', () => {
  const pids = readdirSync('/proc').map(Number).filter(Boolean);
  const isDescendant = kinship().descendants();
  vi.mocked(tryReadProc).mockClear();
  for (const each of [...pids, ...pids]) isDescendant(each);
  const read = vi.mocked(tryReadProc).mock.calls.map(([path]) => path);
  expect(read.length).toBeGreaterThan(0);
  expect(read.length).toBe(new Set(read).size);
});
