import { describe, expect, it } from 'vitest';
import type { Details } from '../../src/app/details.ts';
import { inspect } from '../../src/app/inspect.ts';
import type { System } from '../../src/app/system.ts';
import { SpcError } from '../../src/core/errors.ts';
import { cgroupUse } from '../../src/core/inspect/cgroup-use.ts';
import type { Inspection } from '../../src/core/inspect/inspection.ts';
import type { Network } from '../../src/core/inspect/network.ts';
import { parseSecurity } from '../../src/core/inspect/security.ts';
import type { ProcessEntry, ProcessTable } from '../../src/core/processes/types.ts';

const host = { net: 1, pid: 2 };

const entry = (pid: number, more: Partial<ProcessEntry> = {}): ProcessEntry => ({
  pid,
  ppid: 1,
  startTime: pid * 10,
  state: 'S',
  comm: `comm${pid}`,
  kernelThread: false,
  ticks: 100,
  threads: 1,
  rss: 4096,
  tty: 0,
  uid: 0,
  nsPids: [pid],
  argv: [`arg${pid}`],
  cgroups: [],
  ns: { net: 5, pid: 2 },
  ...more,
});

const tableOf = (processes: ProcessEntry[]): ProcessTable => ({
  processes,
  host,
  at: 0,
  bootTime: 0,
  ticksPerSecond: 100,
  memory: 1e9,
  gaps: [],
});

const network: Network = { inode: 5, links: [], routes: [], gaps: [] };

const details: Details = {
  networks: async () => new Map([[5, network]]),
  ports: async () => ({ ports: [], gaps: [] }),
  cgroup: async () => ({ groups: [], use: cgroupUse(() => undefined), gaps: [] }),
  security: async () => ({ security: parseSecurity({}), gaps: [] }),
  mounts: async () => [],
  userSpace: async () => ({ os: null, libc: null, packages: null }),
};

/** `after`: the processes as they are at the second look. */
const machine = (
  processes: ProcessEntry[],
  { after = processes, ...more }: Partial<Details> & { after?: ProcessEntry[] } = {},
) => {
  const looks = [processes, after];
  const system: System = {
    processes: (_, only) => tableOf((looks.shift() ?? after).filter(({ pid }) => only?.includes(pid) ?? true)),
    containerOnFile: () => undefined,
    containers: () => ({ containers: [], byPid: new Map(), gaps: [] }),
    userName: (uid) => (uid === 0 ? 'root' : String(uid)),
    details: { ...details, ...more },
    boundNamespaces: () => [],
    namespaceHolders: async () => {
      throw new Error('not asked');
    },
    namespaceRelations: async () => [],
  };
  return system;
};

async function dataOf(system: System, target = 'pid:42'): Promise<Inspection> {
  const { value } = await inspect(system, { target, all: false }).next();
  if (typeof value !== 'object' || value.kind !== 'page') throw new Error('no page');
  return value.data as Inspection;
}

describe('inspect', () => {
  it('gathers every section', async () => {
    const data = await dataOf(machine([entry(1), entry(42), entry(43, { ppid: 42 })]));
    expect(data).toMatchObject({ schema: 1, target: { text: 'pid:42', kind: 'pid' }, gaps: [] });
    expect(data.process).toMatchObject({
      pid: 42,
      parents: [{ pid: 1, comm: 'comm1' }],
      started: '1970-01-01T00:00:04.200Z',
    });
    expect(data.processes.map(({ pid }) => pid)).toEqual([42, 43]);
    expect(data.namespaces?.filter(({ inode }) => inode)).toEqual([
      { type: 'net', inode: 5, relation: 'own', sharedWith: [] },
      { type: 'pid', inode: 2, relation: 'host', sharedWith: [] },
    ]);
  });

  it('shows the rest when a section fails, and says why it does', async () => {
    const fails = async () => {
      throw new SpcError('no-capability', 'it cannot be read', 'for a reason');
    };
    const data = await dataOf(
      machine([entry(42)], { mounts: fails, userSpace: fails, networks: async () => new Map() }),
    );
    expect(data).toMatchObject({ mounts: null, userSpace: null, network: null });
    expect(data.security).not.toBeNull();
    expect(data.gaps).toEqual([
      { section: 'network', why: expect.stringContaining('cannot be looked into') },
      { section: 'mounts', why: 'it cannot be read: for a reason' },
      { section: 'user space', why: 'it cannot be read: for a reason' },
    ]);
  });

  it('lets a defect through', async () => {
    const mounts = async () => {
      throw new TypeError('a defect');
    };
    await expect(dataOf(machine([entry(42)], { mounts }))).rejects.toThrow('a defect');
  });

  it('says that a target ended while it was read', async () => {
    const data = await dataOf(machine([entry(42)], { after: [] }));
    expect(data.gaps).toEqual([{ section: 'target', why: 'it ended while it was read' }]);
  });

  it('shows nothing of another process that took the pid', async () => {
    const later = machine([entry(42)], { after: [entry(42, { startTime: 99 })] });
    await expect(dataOf(later)).rejects.toMatchObject({ code: 'target-gone' });
  });

  it('looks into the other namespaces only when an other end is in none that is known', async () => {
    const asked: unknown[] = [];
    const links = (namespace: number | null) => [
      {
        index: 2,
        name: 'eth0',
        kind: 'veth',
        mac: '',
        state: 'up' as const,
        mtu: 1500,
        master: '',
        addresses: [],
        peer: { index: 3, name: '', bridge: '', namespace, onHost: namespace === 1 },
      },
    ];
    const networks = (first: number | null) => async (sources: readonly unknown[]) => {
      asked.push(sources);
      return new Map([[5, { ...network, links: links(sources.length > 1 ? 6 : first) }]]);
    };
    const processes = [entry(42), entry(50, { ns: { net: 6 } }), entry(51, { ns: { net: 6 } })];
    await dataOf(machine(processes, { networks: networks(1) }));
    expect(asked).toEqual([[42]]);
    const data = await dataOf(machine(processes, { networks: networks(null) }));
    expect(asked.slice(1)).toEqual([[42], [42, 42, 50]]);
    expect(data.network?.neighbours).toEqual([{ inode: 6, containers: [] }]);
  });

  it('tells a group that is shared with the parent from one of its own', async () => {
    const group = (path: string) => ({
      cgroups: [
        { controllers: [], path },
        { controllers: ['name=systemd'], path },
      ],
    });
    const sharedWith = async (path: string) => {
      const data = await dataOf(machine([entry(1, group('/a')), entry(42, group(path))]));
      return data.cgroup?.shared;
    };
    expect([await sharedWith('/a'), await sharedWith('/b')]).toEqual([true, false]);
    const v1 = [{ controllers: ['memory', 'cpu', 'cpuacct', 'pids'], path: '/' }];
    const named = (path: string) => ({ cgroups: [...v1, { controllers: [], path }] });
    const data = await dataOf(machine([entry(1, named('/')), entry(42, named('/payload'))]));
    expect(data.cgroup?.shared).toBe(true);
  });

  it('asks for ports among all processes of the namespace, and names their holders', async () => {
    const port = { protocol: 'tcp' as const, address: '::', port: 80, inode: 9, uid: 0 };
    const ports: Details['ports'] = async (_, pids) => ({ ports: [{ ...port, pids: [...pids] }], gaps: [] });
    const data = await dataOf(machine([entry(42), entry(43), entry(44, { ns: { net: 1 } })], { ports }));
    expect(data.network?.ports).toEqual([
      {
        ...port,
        holders: [
          { pid: 42, comm: 'comm42' },
          { pid: 43, comm: 'comm43' },
        ],
      },
    ]);
  });
});
