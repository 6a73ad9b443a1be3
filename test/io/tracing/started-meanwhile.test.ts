import { type ChildProcess, spawn } from 'node:child_process';
import { afterEach, describe, expect, it } from 'vitest';
import { familyOf } from '../../../src/io/proc/family.ts';
import { startedMeanwhile } from '../../../src/io/tracing/bpftrace.ts';

let shell: ChildProcess | undefined;
afterEach(() => {
  shell?.stdin?.end();
  shell = undefined;
});

/** A shell that starts a child for each line it reads, and ends with its children. */
function parent(): number {
  shell = spawn('/bin/sh', ['-c', 'while read -r _; do sleep 1000 & done; kill $(jobs -p)'], {
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  return shell.pid ?? 0;
}

async function grow(pid: number): Promise<number[]> {
  const before = familyOf([pid]).length;
  shell?.stdin?.write('\n');
  for (let tries = 0; tries < 500 && familyOf([pid]).length === before; tries++)
    await new Promise((resolve) => setTimeout(resolve, 10));
  return familyOf([pid]);
}

describe('startedMeanwhile', () => {
  it('tells what a target of known processes has started since, and what has joined it', async () => {
    const pid = parent();
    const [, old] = await grow(pid);
    const look = startedMeanwhile({ pidsOf: () => [pid, 1] }, [pid]);
    const [, ...children] = await grow(pid);
    expect(children).toHaveLength(2);
    expect(look()).toEqual([1, ...children.filter((child) => child !== old)]);
  });

  it('tells nothing when nothing has', () => {
    const pid = parent();
    expect(startedMeanwhile({ pidsOf: () => [pid] }, [pid])()).toEqual([]);
  });
});
