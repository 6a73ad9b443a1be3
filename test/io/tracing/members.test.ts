import { spawn } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Target } from '../../../src/core/target.ts';
import { identify } from '../../../src/io/builtin/pids.ts';
import { membersOf } from '../../../src/io/tracing/members.ts';

const child = spawn('sleep', ['1000'], { stdio: 'ignore' });
const pid = child.pid ?? 0;
const target = (spec: Target['spec'], of = pid): Target => ({
  spec,
  text: 'x',
  title: 'x',
  pid: of,
  startTime: Number(identify(of)?.startTime),
});

beforeAll(async () => {
  while (readFileSync(`/proc/${pid}/comm`, 'latin1') !== 'sleep\n')
    await new Promise((resolve) => setTimeout(resolve, 5));
});
afterAll(() => void child.kill('SIGKILL'));

test('a process is its only member, until it is another', () => {
  expect(membersOf(target({ kind: 'pid', pid }))()).toEqual([pid]);
  expect(membersOf({ ...target({ kind: 'pid', pid }), startTime: 1 })()).toEqual([]);
});

test('a namespace has its processes, but none that this process started', () => {
  const inode = Number(/\d+/.exec(readlinkSync('/proc/self/ns/net'))?.[0]);
  const members = membersOf(target({ kind: 'namespace', type: 'net', inode }))();
  expect(members).toContain(process.ppid);
  expect(members).not.toContain(pid);
  expect(membersOf(target({ kind: 'namespace', type: 'net', inode: 1 }))()).toEqual([]);
});

test('a cgroup has what is in it', () => {
  const lines = readFileSync(`/proc/${pid}/cgroup`, 'utf8').trim().split('\n');
  const path = lines.at(-1)?.split(':').slice(2).join(':') ?? '';
  expect(membersOf(target({ kind: 'cgroup', path }))()).toContain(pid);
});
