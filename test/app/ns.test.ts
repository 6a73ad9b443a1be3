import { describe, expect, it } from 'vitest';
import type { ListOptions } from '../../src/app/list.ts';
import { memberList, namespaceList, needsRelations } from '../../src/app/ns.ts';
import type { System } from '../../src/app/system.ts';
import type { Holders } from '../../src/core/namespaces/types.ts';
import type { ProcessEntry } from '../../src/core/processes/types.ts';
import { discoveryOf, entry, HOST, NO_HOLDERS, tableOf } from '../core/namespaces/tables.ts';

/** A system, and how often its kernel was asked for relations. */
function systemOf(processes: ProcessEntry[], holders: Holders = NO_HOLDERS) {
  const asked = { relations: 0, descriptors: [] as boolean[] };
  const system = {
    processes: () => ({ ...tableOf(processes), gaps: ['no root'] }),
    containers: () => discoveryOf(),
    userName: (uid) => `u${uid}`,
    namespaceHolders: async (_, descriptors) => {
      asked.descriptors.push(descriptors);
      return { ...holders, gaps: ['too many'] };
    },
    namespaceRelations: async () => {
      asked.relations++;
      return [{ type: 'user', inode: 70, owner: 5 }];
    },
  } as Partial<System> as System;
  return { system, asked };
}

const options = { descriptors: true, relations: false };
const ALL_HOST = [entry(1, 0), entry(2, 1)];
const bind = { type: 'net', inode: 50, path: '/n', mountNamespaces: [3], own: true } as const;

describe('namespaceList', () => {
  it('names users, and tells what could not be read', async () => {
    const { rows, gaps } = await namespaceList(systemOf(ALL_HOST).system, options).read();
    expect(rows[0]).toMatchObject({ type: 'cgroup', user: 'u0', owner: null });
    expect(gaps).toEqual(['no root', 'too many']);
  });

  it.each([
    ['all is the host’s own', ALL_HOST, NO_HOLDERS, false, 0],
    ['they are asked for', ALL_HOST, NO_HOLDERS, true, 1],
    ['there is another user namespace', [entry(1, 0, { ns: { ...HOST, user: 77 } })], NO_HOLDERS, false, 1],
    [
      'there is one without a process',
      ALL_HOST,
      { ...NO_HOLDERS, mounts: [{ ...bind, mountNamespaces: [3] }] },
      false,
      1,
    ],
  ])('asks for relations where they may tell more: %s', async (_, processes, holders, relations, times) => {
    const { system, asked } = systemOf(processes, holders);
    const { rows } = await namespaceList(system, { descriptors: false, relations }).read();
    expect(asked).toEqual({ relations: times, descriptors: [false] });
    expect(rows.some(({ inode, owner }) => inode === 70 && owner === 'u5')).toBe(times > 0);
  });
});

describe('memberList', () => {
  it('lists who is in a namespace', async () => {
    const { rows } = await memberList(systemOf(ALL_HOST).system, { type: 'net', inode: 4 }, options).read();
    expect(rows.map(({ process, user }) => [process?.pid, user])).toEqual([
      [1, 'u0'],
      [2, 'u0'],
    ]);
  });
});

describe('needsRelations', () => {
  const asked = (given: Partial<ListOptions>, all = false) => needsRelations({ filters: [], ...given }, all);

  it.each<[Partial<ListOptions>, boolean, boolean]>([
    [{}, false, false],
    [{}, true, true],
    [{ columns: ['type', 'inode'] }, true, false],
    [{ columns: ['type', 'OWNER'] }, false, true],
    [{ sort: '-parent' }, false, true],
    [{ sort: '-inode' }, false, false],
    [{ filters: ['type=net', 'ownerUid>0'] }, false, true],
    [{ filters: ['command=owner'] }, false, false],
  ])('%j, all as data: %s → %s', (given, all, expected) => expect(asked(given, all)).toBe(expected));
});
