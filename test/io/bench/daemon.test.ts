import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProcessEntry } from '../../../src/core/processes/types.ts';
import { daemonAmong, type Holds, holdsSocket } from '../../../src/io/bench/daemon.ts';

const processes = (count: number) => Array.from({ length: count }, (_, pid) => ({ pid }) as ProcessEntry);
const holding =
  (...answers: Holds[]) =>
  (pid: number): Holds =>
    answers[pid] ?? expect.fail();

describe('the daemon', () => {
  it.each<[string, Holds[], number]>([
    ['alone, and it holds the socket', ['yes'], 0],
    ['alone, and its descriptors cannot be read', ['unknown'], 0],
    ['the second of two', ['no', 'yes'], 1],
    ['one that is sure, beside one that cannot be read', ['yes', 'unknown'], 0],
  ])('is %s', (_, answers, pid) =>
    expect(daemonAmong(processes(answers.length), '/s', holding(...answers))).toEqual({ ok: { pid } }),
  );

  it.each<[string, Holds[]]>([
    ['none is there', []],
    ['the only one listens elsewhere', ['no']],
    ['two might be it', ['unknown', 'unknown']],
    ['two are it', ['yes', 'yes']],
  ])('is missing when %s', (_, answers) =>
    expect(daemonAmong(processes(answers.length), '/s', holding(...answers))).toHaveProperty('missing'),
  );

  it('on the network is the only one there is', () => {
    expect(daemonAmong(processes(1), '', holding())).toEqual({ ok: { pid: 0 } });
    expect(daemonAmong(processes(2), '', holding())).toEqual({ missing: 'which of 2 dockerd answers cannot be told' });
  });
});

describe('a socket', () => {
  const folder = mkdtempSync(join(tmpdir(), 'spc-bench-socket-'));
  const path = join(folder, 'docker.sock');
  const server = createServer();
  beforeAll(() => new Promise<void>((resolve) => server.listen(path, resolve)));
  afterAll(() => {
    server.close();
    rmSync(folder, { recursive: true });
  });

  it('is held by who listens, by whatever name it is asked', () => {
    symlinkSync(path, join(folder, 'link'));
    expect(holdsSocket(process.pid, path)).toBe('yes');
    expect(holdsSocket(process.pid, join(folder, 'link'))).toBe('yes');
  });
  it('is not held by others', () => expect(holdsSocket(process.ppid, path)).toBe('no'));
  it('that is another is not held', () => expect(holdsSocket(process.pid, '/run/docker.sock')).toBe('no'));
  it('of a process that is gone cannot be told', () => expect(holdsSocket(1 << 30, path)).toBe('unknown'));
});
