/** What lists of runc are read as, below a folder that stands for the host's root. */
import { chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { makeRecord, ownedId } from '../../../src/core/containers/record.ts';
import { readRuntimes } from '../../../src/io/discover/runtimes.ts';

const folder = vi.hoisted(() => ({ path: '' }));
vi.mock('../../../src/io/discover/host-path.ts', () => ({ hostPath: (path: string) => `${folder.path}${path}` }));
folder.path = mkdtempSync(join(tmpdir(), 'spc-runtimes-'));
afterAll(() => rmSync(folder.path, { recursive: true, force: true }));

const A = 'a'.repeat(64);
const CGROUP_PATHS = { pids: '/sys/fs/cgroup/pids/x' };

function putState(root: string, owner: number): void {
  const container = join(folder.path, root, A);
  mkdirSync(container, { recursive: true });
  const file = join(container, 'state.json');
  writeFileSync(file, JSON.stringify({ init_process_pid: 42, init_process_start: 7, cgroup_paths: CGROUP_PATHS }));
  for (const path of [join(folder.path, root), container, file]) chownSync(path, owner, owner);
}

describe.runIf(process.geteuid?.() === 0)('readRuntimes', () => {
  putState('/run/runc', 0);
  putState('/run/user/1000/runc', 1000);
  const context = { engines: [], users: [1000], homeOf: () => undefined, gaps: new Set<string>() };
  const read = (...owners: number[]) =>
    readRuntimes(context, new Set(owners.map((owner) => ownedId(makeRecord({ maker: 'podman', id: A, owner }))))).map(
      ({ owner, pid, cgroup }) => ({ owner, pid, cgroup }),
    );
  const roots = { owner: 0, pid: 42, cgroup: '/x' };
  const users = { owner: 1000, pid: 42, cgroup: '' };

  it('reads what no engine told of', () => expect(read()).toEqual([roots, users]));

  it("reads root's, though a user's file tell of that id", () => {
    expect(read(1000)).toEqual([roots, { owner: 1000, pid: 0, cgroup: '' }]);
  });

  it("only notes what the owner's engine told of", () => {
    expect(read(0)).toEqual([{ owner: 0, pid: 0, cgroup: '' }, users]);
  });
});
