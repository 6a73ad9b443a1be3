import { describe, expect, it } from 'vitest';
import { discover } from '../../../src/core/containers/discover.ts';
import type { NamedNamespace } from '../../../src/core/containers/named.ts';
import type { NamespaceSet, ProcessEntry } from '../../../src/core/processes/types.ts';
import { HOST, makeProcess, makeTable, own } from './process.ts';

function find(processes: ProcessEntry[], named: NamedNamespace[] = [], filters = 0) {
  const facts = () => ({ capabilities: 0n, filters, hostRoots: [], engineSockets: [], mountsCut: false });
  return discover(makeTable(processes), { records: [], named, gaps: [] }, { facts, frozen: () => false }).containers;
}

const inside = (ns: NamespaceSet, known: Partial<ProcessEntry> & { cgroup?: string } = {}) =>
  makeProcess({ ...known, ns: { ...HOST, ...ns } });

describe('nameless containers', () => {
  it.each<[string, NamespaceSet]>([
    ['unshare -n', { net: 40 }],
    ['unshare -fp', { pid: 50 }],
    ['unshare -fpm', { pid: 50, mnt: 30 }],
    ['unshare -rm', { user: 70, mnt: 30 }],
    ['bwrap --unshare-all', { user: 70, mnt: 30, pid: 50, ipc: 20, net: 40, uts: 80 }],
  ])('%s makes one', (_, ns) => {
    expect(find([inside(ns)])).toMatchObject([{ engine: 'none', id: 'pid-100', name: 'sleep', pid: 100, pids: [100] }]);
  });

  it.each<[string, NamespaceSet, Partial<ProcessEntry> & { cgroup?: string }]>([
    ['a process of the host', {}, {}],
    ['unshare -m; PrivateTmp=', { mnt: 30 }, {}],
    ['unshare -u; ProtectHostname=', { mnt: 30, uts: 80 }, {}],
    ['unshare -i, -C, -T', { ipc: 20, cgroup: 10, time: 60 }, {}],
    ['unshare -r', { user: 70 }, {}],
    ['kdevtmpfs', { mnt: 30, net: 40 }, { kernelThread: true }],
    ['a zombie', { net: 40 }, { state: 'Z' }],
    ['PrivateNetwork= of a service', { mnt: 30, net: 40 }, { cgroup: '/system.slice/polkit.service' }],
    ['PrivateUsers= of a service', { mnt: 30, user: 70 }, { cgroup: '/system.slice/colord.service' }],
    ["rootless podman's pause process", { mnt: 30, user: 70 }, { comm: 'catatonit', uid: 1000 }],
    ['pasta', { mnt: 30, user: 70, pid: 50, ipc: 20, uts: 80 }, { comm: 'pasta.avx2', uid: 1000 }],
  ])('%s makes none', (_, ns, known) => expect(find([inside(ns, known)])).toEqual([]));

  it('a service in a pid namespace is one all the same', () => {
    expect(find([inside({ pid: 50 }, { cgroup: '/system.slice/x.service' })])).toHaveLength(1);
  });

  it('root cannot hide one behind the name of a helper', () => {
    expect(find([inside({ pid: 50 }, { comm: 'catatonit' })])).toHaveLength(1);
  });

  it('a process whose namespaces cannot be read makes none', () => {
    const { ns: _, ...closed } = makeProcess();
    expect(find([closed])).toEqual([]);
  });

  it('a sandbox of the program’s own makes none: the host’s files, system calls filtered', () => {
    expect(find([inside({ user: 70, pid: 50, net: 40 })], [], 1)).toEqual([]);
    expect(find([inside({ user: 70, pid: 50, net: 40, mnt: 30 })], [], 1)).toHaveLength(1);
  });

  it('what starts it and waits is its monitor', () => {
    const unshare = inside({ net: 40 }, { pid: 90, comm: 'unshare' });
    const main = inside({ net: 40, pid: 50 }, { pid: 100, ppid: 90 });
    expect(find([unshare, main])).toMatchObject([{ pid: 100, pids: [100], monitor: 90 }]);
  });

  it('makes one of each set, with the topmost process first', () => {
    const ns = { pid: 50, mnt: 30 };
    const processes = [
      inside(ns, { pid: 90, ppid: 100, nsPids: [90, 2] }),
      inside(ns, { pid: 100, ppid: 7 }),
      inside({ net: 40 }, { pid: 300, ppid: 7 }),
    ];
    expect(find(processes).map(({ pid, pids }) => [pid, pids])).toEqual([
      [100, [90, 100]],
      [300, [300]],
    ]);
  });
});

describe('named networks', () => {
  const named = [{ name: 'blue', inode: 40 }];

  it('ip netns exec and nsenter --net are the network’s', () => {
    const processes = [inside({ net: 40, mnt: 30 }, { pid: 100 }), inside({ net: 40 }, { pid: 101 })];
    expect(find(processes, named)).toMatchObject([
      { engine: 'netns', id: 'netns-blue', name: 'blue', pids: [100, 101] },
    ]);
  });

  it('with a pid namespace of its own it is a container in that network', () => {
    expect(find([inside({ net: 40, pid: 50 })], named)).toMatchObject([{ engine: 'none', group: 'blue' }]);
  });

  it('who looks into a container’s network is in no container', () => {
    const container = makeProcess({ cgroup: `/docker/${'a'.repeat(64)}`, ns: own(1000) });
    const visitor = inside({ net: own(1000).net ?? 0 }, { pid: 200, ppid: 7 });
    expect(find([container, visitor], [{ name: 'x', inode: own(1000).net ?? 0 }])).toMatchObject([{ pids: [100] }]);
  });
});
