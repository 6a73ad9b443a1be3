import { describe, expect, it } from 'vitest';
import { rowData } from '../../../src/core/lists/columns.ts';
import { screenTable } from '../../../src/core/lists/screen.ts';
import { NAMESPACE_COLUMNS } from '../../../src/core/namespaces/columns.ts';
import { findNamespaces } from '../../../src/core/namespaces/find.ts';
import { membersOf, pickNamespace } from '../../../src/core/namespaces/members.ts';
import type { BindMount, Holders } from '../../../src/core/namespaces/types.ts';
import { container, discoveryOf, entry, HOST, NO_HOLDERS, tableOf } from './tables.ts';

const web = container('web', [2]);
const table = tableOf([entry(1, 0), entry(2, 1, { ns: { ...HOST, net: 40 }, nsPids: [2, 1] })]);
const holders: Holders = {
  mounts: [{ type: 'net', inode: 40, path: '/n', mountNamespaces: [9], own: false }],
  descriptors: [
    { type: 'net', inode: 40, pid: 1, fd: 3 },
    { type: 'net', inode: 40, pid: 99, fd: 4 },
  ],
  gaps: [],
};
const namespaces = findNamespaces(table, discoveryOf(web), holders);

describe('membersOf', () => {
  it('lists processes, then binds and descriptors; a process that ended is not made up', () => {
    const members = membersOf(pickNamespace(namespaces, { type: 'net', inode: 40 }), table, discoveryOf(web));
    expect(members.map(({ as, where, process, container }) => [as, process?.pid, where, container?.name])).toEqual([
      ['process', 2, '', 'web'],
      ['mount', undefined, '/n@mnt:9', undefined],
      ['descriptor', 1, 'fd 3', undefined],
      ['descriptor', undefined, 'fd 4', undefined],
    ]);
  });
});

describe('pickNamespace', () => {
  it('needs no type', () => expect(pickNamespace(namespaces, { type: undefined, inode: 40 }).type).toBe('net'));

  it('suggests the nearest numbers', () =>
    expect(() => pickNamespace(namespaces, { type: 'net', inode: 39 })).toThrow(
      expect.objectContaining({ code: 'no-target', hint: 'the nearest: net:40, net:4; all: spc ns' }),
    ));

  it('says when the number is of another type', () =>
    expect(() => pickNamespace(namespaces, { type: 'pid', inode: 40 })).toThrow(
      expect.objectContaining({ code: 'no-target', why: '40 is of type net', hint: 'spc ns net:40' }),
    ));
});

describe('the columns of spc ns', () => {
  const row = (inode: number, all = namespaces) => {
    const namespace = pickNamespace(all, { type: undefined, inode });
    return { ...namespace, user: 'root', owner: null };
  };

  it('tell who is in it and what keeps it', () =>
    expect(rowData(row(40), NAMESPACE_COLUMNS)).toEqual({
      type: 'net',
      inode: 40,
      processes: 1,
      pid: 2,
      user: 'root',
      containers: ['web'],
      engine: ['docker'],
      heldBy: ['mount', 'descriptor'],
      command: 'p2',
      host: false,
      owner: null,
      ownerUid: null,
      ownerUserNs: null,
      parent: null,
      path: ['/n@mnt:9'],
      descriptors: ['1/fd/3', '99/fd/4'],
      pids: [2],
    }));

  it('show what keeps one without a process, and let nothing act on the terminal', () => {
    const mount: BindMount = { type: 'net', inode: 41, path: '/run/\x1b[2Jx\ny', mountNamespaces: [3], own: true };
    const held = findNamespaces(tableOf([]), discoveryOf(), { ...NO_HOLDERS, mounts: [mount] });
    const command = NAMESPACE_COLUMNS.filter(({ key }) => key === 'command');
    expect(screenTable([row(41, held)], command)).toBe('COMMAND\n/run/␛x␊y');
  });

  it("do not count what hangs on the host's own", () => {
    const relations = [{ type: 'net', inode: 40, ownerUserNs: 7 } as const];
    const all = findNamespaces(table, discoveryOf(), NO_HOLDERS, relations);
    expect(rowData(row(7, all), NAMESPACE_COLUMNS)).toMatchObject({ host: true, heldBy: [] });
  });
});
