import { describe, expect, it } from 'vitest';
import { type FilterFacts, targetFilter } from '../../../src/core/session/filter.ts';

const facts = (changes: Partial<FilterFacts>): FilterFacts => ({
  spec: { kind: 'container', name: 'web' },
  pids: [42, 43],
  pidNamespace: { inode: 4026532400, isHost: false, isOwn: true },
  cgroup: { id: 77, path: '/machine.slice/web.scope', isShared: false },
  ...changes,
});
const hostPids = { inode: 4026531836, isHost: true, isOwn: false };

describe('what separates a target', () => {
  it.each<[string, Partial<FilterFacts>, object]>([
    ['a container: its pid namespace', {}, { kind: 'pidns', inode: 4026532400 }],
    [
      "a container in the host's pid namespace: its cgroup",
      { pidNamespace: hostPids },
      { kind: 'cgroup', id: 77, path: '/machine.slice/web.scope' },
    ],
    [
      "a container in another container's pid namespace: its cgroup",
      { pidNamespace: { inode: 4026532400, isHost: false, isOwn: false } },
      { kind: 'cgroup', id: 77 },
    ],
    [
      'pid 1 of the host is no namespace of its own',
      { pidNamespace: { ...hostPids, isOwn: true } },
      { kind: 'cgroup' },
    ],
    [
      'neither: its processes',
      { pidNamespace: hostPids, cgroup: { id: 1, path: '/', isShared: false } },
      { kind: 'pids', pids: [42, 43] },
    ],
    [
      'a cgroup it shares with others does not count',
      { pidNamespace: hostPids, cgroup: { id: 77, path: '/user.slice', isShared: true } },
      { kind: 'pids', pids: [42, 43] },
    ],
    ['no cgroup v2 at all', { pidNamespace: hostPids, cgroup: null }, { kind: 'pids' }],
    [
      'a process: itself, whatever it is in',
      { spec: { kind: 'pid', pid: 42 }, pids: [42] },
      { kind: 'pids', pids: [42] },
    ],
    ['the host: everything', { spec: { kind: 'host' } }, { kind: 'host' }],
    [
      'a pid namespace',
      { spec: { kind: 'namespace', type: 'pid', inode: 4026532999 }, pidNamespace: null },
      { kind: 'pidns', inode: 4026532999 },
    ],
    ['another namespace: who is in it', { spec: { kind: 'namespace', type: 'net', inode: 1 } }, { kind: 'pids' }],
    ['a named network namespace', { spec: { kind: 'netns', name: 'blue' } }, { kind: 'pids' }],
    ['a cgroup', { spec: { kind: 'cgroup', path: '/machine.slice/web.scope' } }, { kind: 'cgroup', id: 77 }],
    [
      'a cgroup as a directory',
      { spec: { kind: 'cgroup', path: '/sys/fs/cgroup/unified/machine.slice/web.scope/' } },
      { kind: 'cgroup', id: 77 },
    ],
    ['a cgroup above that of its processes', { spec: { kind: 'cgroup', path: '/machine.slice' } }, { kind: 'pids' }],
  ])('%s', (_, changes, expected) => {
    expect(targetFilter(facts(changes))).toMatchObject(expected);
  });

  it('says why', () => {
    expect(targetFilter(facts({})).why).toBe('it has a pid namespace of its own, 4026532400');
    expect(targetFilter(facts({ pidNamespace: hostPids, cgroup: null, pids: [42] })).why).toBe(
      "it shares the host's pid namespace and has no cgroup v2 of its own: its 1 process, and what they start",
    );
  });
});
