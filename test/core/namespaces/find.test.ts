import { describe, expect, it } from 'vitest';
import { findNamespaces } from '../../../src/core/namespaces/find.ts';
import type { BindMount, OpenDescriptor } from '../../../src/core/namespaces/types.ts';
import { NAMESPACE_TYPES, type NamespaceSet } from '../../../src/core/processes/types.ts';
import { container, discoveryOf, entry, HOST, NO_HOLDERS, tableOf } from './tables.ts';

const none = discoveryOf();

describe('findNamespaces', () => {
  it("lists the host's own first of each type", () => {
    const host = { ...HOST, ipc: 1000 };
    const table = { ...tableOf([entry(1, 0, { ns: host }), entry(2, 1, { ns: { ...host, ipc: 900 } })]), host };
    const found = findNamespaces(table, none, NO_HOLDERS);
    expect(found.filter(({ type }) => type === 'ipc').map(({ inode, host }) => [inode, host])).toEqual([
      [1000, true],
      [900, false],
    ]);
    expect(found[0]).toMatchObject({ type: 'cgroup', inode: 1, pids: [1, 2] });
  });

  it('every process that could be read is in just one namespace of each type', () => {
    // a small generator of its own: the same tables each time
    let seed = 42;
    const random = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
      return seed % below;
    };
    const some = (): NamespaceSet => {
      const all = NAMESPACE_TYPES.map((type, index) => [type, 100 * (index + 1) + random(7)] as const);
      return Object.fromEntries(all.filter(() => random(10) > 0));
    };
    const processes = Array.from({ length: 3000 }, (_, index) => entry(index + 1, 0, { ns: some() }));
    const found = findNamespaces(tableOf(processes), none, NO_HOLDERS);
    for (const type of NAMESPACE_TYPES) {
      const listed = found.filter((each) => each.type === type).flatMap(({ pids }) => pids);
      const readable = processes.filter(({ ns }) => ns?.[type] !== undefined).map(({ pid }) => pid);
      expect(listed.toSorted((a, b) => a - b)).toEqual(readable);
    }
    for (const { pids } of found) expect(pids).toEqual(pids.toSorted((a, b) => a - b));
  });

  it('takes the process that started first for the main one: pids wrap round', () => {
    const wrapped = [
      entry(10, 1, { startTime: 900 }),
      entry(400, 1, { startTime: 500 }),
      entry(401, 1, { startTime: 500 }),
    ];
    expect(findNamespaces(tableOf(wrapped), none, NO_HOLDERS)[0]?.main?.pid).toBe(400);
  });

  it('leaves out processes whose namespaces could not be read', () => {
    const { ns: _, ...closed } = entry(2, 1);
    expect(findNamespaces(tableOf([entry(1, 0), closed]), none, NO_HOLDERS)[0]?.pids).toEqual([1]);
  });

  it('names each container once', () => {
    const web = container('web', [2, 3]);
    const found = findNamespaces(tableOf([entry(1, 0), entry(2, 1), entry(3, 2)]), discoveryOf(web), NO_HOLDERS);
    expect(found[0]?.containers).toEqual([web]);
  });

  it('lists what only a bind, a descriptor or a nested namespace holds', () => {
    const mount: BindMount = { type: 'net', inode: 50, path: '/run/netns/a', mountNamespaces: [3], own: true };
    const descriptor: OpenDescriptor = { type: 'uts', inode: 51, pid: 1, fd: 7 };
    const holders = { mounts: [mount], descriptors: [descriptor], gaps: [] };
    const relations = [{ type: 'net', inode: 50, ownerUserNs: 60, owner: 1000 } as const];
    const found = findNamespaces(tableOf([entry(1, 0)]), none, holders, relations);
    const held = found.filter(({ pids }) => pids.length === 0);
    expect(held).toMatchObject([
      { type: 'net', inode: 50, mounts: [mount], relation: { owner: 1000 } },
      { type: 'user', inode: 60, children: [{ type: 'net', inode: 50 }] },
      { type: 'uts', inode: 51, descriptors: [descriptor] },
    ]);
  });

  it('takes a user namespace for the child of its parent once', () => {
    const relations = [{ type: 'user', inode: 70, ownerUserNs: 7, parent: 7 } as const];
    const found = findNamespaces(tableOf([entry(1, 0)]), none, NO_HOLDERS, relations);
    expect(found.find(({ inode }) => inode === 7)?.children).toEqual([{ type: 'user', inode: 70 }]);
  });
});
