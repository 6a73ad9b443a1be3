import { describe, expect, it } from 'vitest';
import { processesTable } from '../../src/app/ps.ts';
import type { System } from '../../src/app/system.ts';
import type { FoundContainer } from '../../src/core/containers/types.ts';
import { container, process, tableOf } from '../core/processes/table.ts';

const web = container({ id: 'abc1', name: 'web', pid: 40, pids: [40, 41] });
const db = container({ id: 'abd2', name: 'db', pid: 50, engine: 'podman' });
const PROCESSES = [
  process({ pid: 1, ppid: 0, ns: { net: 1 } }),
  process({ pid: 2, ppid: 0, kernelThread: true }),
  process({ pid: 40 }),
  process({ pid: 41, cgroups: [{ controllers: [], path: '/a/b' }] }),
  process({ pid: 50, ns: { net: 77 } }),
];

/** A system whose containers are those given, one list a reading. */
function systemWith(...readings: FoundContainer[][]): System {
  let reading = 0;
  return {
    processes: () => tableOf(PROCESSES, { gaps: ['no root'] }),
    containers: () => {
      const containers = readings[Math.min(reading++, readings.length - 1)] ?? [];
      const byPid = new Map(containers.flatMap((each) => each.pids.map((pid) => [pid, each] as const)));
      return { containers, byPid, gaps: ['a damaged file'] };
    },
    userName: String,
    boundNamespaces: () => [{ type: 'net', inode: 77, path: '/run/netns/blue' }],
  } as Partial<System> as System;
}

const pidsOf = async (system: System, wanted?: string, all = false) =>
  (await processesTable(system, { target: wanted, all }).read()).rows.map(({ entry }) => entry.pid);

describe('processesTable', () => {
  it('shows all but threads of the kernel', async () => {
    expect(await pidsOf(systemWith([web, db]))).toEqual([1, 40, 41, 50]);
    expect(await pidsOf(systemWith([web, db]), undefined, true)).toEqual([1, 2, 40, 41, 50]);
  });

  it.each([
    ['web', [40, 41]],
    ['abc', [40, 41]],
    ['abd2', [50]],
  ])('shows only those of %s', async (wanted, pids) => {
    expect(await pidsOf(systemWith([web, db]), wanted)).toEqual(pids);
  });

  it('tells what could not be read', async () => {
    const { gaps } = await processesTable(systemWith([]), { target: undefined, all: false }).read();
    expect(gaps).toEqual(['no root', 'a damaged file']);
  });

  it('knows no container that has ended', async () => {
    const ended = container({ id: 'eee', name: 'gone', pid: 0 });
    await expect(pidsOf(systemWith([ended]), 'gone')).rejects.toMatchObject({ code: 'no-container' });
  });

  it.each([
    ['ab', 'ambiguous'],
    ['nothing', 'no-target'],
    ['pid:4000', 'no-target'],
  ])('refuses %s: %s', async (wanted, code) => {
    await expect(pidsOf(systemWith([web, db]), wanted)).rejects.toMatchObject({ code });
  });

  it.each([
    ['pid:2', false, [2]],
    ['host', false, [1]],
    ['host', true, [1, 2]],
    ['cgroup:/a', false, [41]],
    ['ns:net:77', false, [50]],
    ['netns:blue', false, [50]],
  ])('shows those of %s', async (wanted, all, pids) => {
    expect(await pidsOf(systemWith([web, db]), wanted, all)).toEqual(pids);
  });

  it('goes on with a namespace whose first process has ended', async () => {
    let processes = [...PROCESSES, process({ pid: 60, startTime: 2000, ns: { net: 77 } })];
    const system = { ...systemWith([]), processes: () => tableOf(processes) };
    const table = processesTable(system, { target: 'ns:net:77', all: false });
    expect((await table.read()).rows).toHaveLength(2);
    processes = processes.filter(({ pid }) => pid !== 50);
    expect((await table.read()).rows.map(({ entry }) => entry.pid)).toEqual([60]);
  });

  it.each([{ startTime: 2000 }, { pid: 41 }])(
    'does not go on with another container of the same name: %j',
    async (other) => {
      const later = { ...web, ...other };
      const table = processesTable(systemWith([web], [web], [later]), { target: 'web', all: false });
      for (let reading = 0; reading < 2; reading++) expect((await table.read()).rows).toHaveLength(2);
      await expect(async () => table.read()).rejects.toMatchObject({ code: 'target-gone' });
    },
  );
});
