import { describe, expect, it } from 'vitest';
import { discover } from '../../../src/core/containers/discover.ts';
import type { MainFacts } from '../../../src/core/containers/kind.ts';
import type { NamedNamespace } from '../../../src/core/containers/named.ts';
import { type ContainerRecord, makeRecord } from '../../../src/core/containers/record.ts';
import type { ProcessEntry } from '../../../src/core/processes/types.ts';
import { makeProcess, makeTable, own } from './process.ts';

const A = 'a'.repeat(64);
const B = 'b'.repeat(64);
const CALM: MainFacts = { capabilities: 0n, filters: 1, hostRoots: [], engineSockets: [], mountsCut: false };

interface Given {
  records?: ContainerRecord[];
  named?: NamedNamespace[];
  facts?: Record<number, Partial<MainFacts>>;
  frozen?: boolean;
}

function find(processes: ProcessEntry[], { records = [], named = [], facts = {}, frozen = false }: Given = {}) {
  const evidence = { records, named, gaps: [] };
  const probe = { facts: ({ pid }: { pid: number }) => ({ ...CALM, ...facts[pid] }), frozen: () => frozen };
  return discover(makeTable(processes), evidence, probe);
}

const inA = { cgroup: `/docker/${A}`, ns: own(100) };
const recordOfA = makeRecord({ maker: 'docker', id: A, name: 'web', image: 'nginx', pid: 100, status: 'running' });

describe('discover', () => {
  it('puts cgroup, file and monitor together', () => {
    const shim = makeProcess({ pid: 50, comm: 'containerd-shim', argv: ['shim', '-namespace', 'moby', '-id', A] });
    const main = makeProcess({ pid: 100, ppid: 50, ...inA });
    const child = makeProcess({ pid: 101, ppid: 100, ...inA });
    const { containers, byPid } = find([shim, main, child], { records: [recordOfA] });
    expect(containers).toHaveLength(1);
    expect(containers[0]).toMatchObject({
      id: A,
      name: 'web',
      engine: 'docker',
      image: 'nginx',
      status: 'running',
      pid: 100,
      startTime: 1000,
      pids: [100, 101],
      monitor: 50,
      started: new Date(1_010_000).toISOString(),
    });
    expect([...byPid.keys()]).toEqual([100, 101]);
  });

  it('does without any file', () => {
    const { containers } = find([makeProcess(inA)]);
    expect(containers).toMatchObject([{ id: A, name: A.slice(0, 12), engine: 'docker', status: 'running', pid: 100 }]);
  });

  it('takes pid 1 inside for the first process, not what exec added earlier in the table', () => {
    const exec = makeProcess({ pid: 90, ppid: 7, ...inA, nsPids: [90, 12], startTime: 1 });
    expect(find([exec, makeProcess(inA)]).containers[0]).toMatchObject({ pid: 100, pids: [90, 100] });
  });

  it('shows a frozen one as paused', () => {
    expect(find([makeProcess(inA)], { frozen: true }).containers[0]?.status).toBe('paused');
  });

  it('shows what does not run by its file, which may be stale', () => {
    const stale = makeProcess({ pid: 100 });
    const { containers, byPid } = find([stale], { records: [recordOfA] });
    expect(containers).toMatchObject([{ name: 'web', status: 'stopped', pid: 0, pids: [], kind: 'service' }]);
    expect(byPid.size).toBe(0);
  });

  it('takes no zombie for a container that runs', () => {
    const dead = makeProcess({ ...inA, state: 'Z', ns: {} });
    expect(find([dead], { records: [recordOfA] }).containers).toMatchObject([{ status: 'stopped', pid: 0 }]);
  });

  it('lists once what several makers know', () => {
    const records = [makeRecord({ maker: 'runc', id: A }), makeRecord({ maker: 'containerd', id: A }), recordOfA];
    const { containers } = find([makeProcess(inA)], { records });
    expect(containers).toMatchObject([{ engine: 'docker', name: 'web', alsoKnownTo: ['containerd', 'runc'] }]);
  });

  it('lists once what two makers call by one name of their own, when they mean one process', () => {
    const records = [
      makeRecord({ maker: 'containerd', id: 'web', group: 'default', pid: 100, cgroup: '/default/web' }),
      makeRecord({ maker: 'runc', id: 'web', pid: 100, startTime: 1000 }),
    ];
    const process = makeProcess({ cgroup: '/default/web', ns: own(100) });
    expect(find([process], { records }).containers).toMatchObject([{ engine: 'containerd', alsoKnownTo: ['runc'] }]);
    expect(find([], { records }).containers).toMatchObject([{ engine: 'containerd', alsoKnownTo: ['runc'] }]);
  });

  it('lets the file say who made it, where the cgroup leaves it open', () => {
    const process = makeProcess({ cgroup: `/my-parent/${A}`, ns: own(100) });
    expect(find([process]).containers).toMatchObject([{ engine: 'containerd', group: 'my-parent' }]);
    expect(find([process], { records: [recordOfA] }).containers).toMatchObject([{ engine: 'docker', group: '' }]);
  });

  it('finds a container without a cgroup by its file, when pid and start time agree', () => {
    const record = makeRecord({ maker: 'crun', id: 'web', pid: 100, startTime: 1000 });
    const process = makeProcess({ ns: own(100) });
    expect(find([process], { records: [record] }).containers).toMatchObject([{ engine: 'crun', id: 'web', pid: 100 }]);
    const reused = { ...record, startTime: 999 };
    const { containers } = find([process], { records: [reused] });
    expect(containers.find(({ engine }) => engine === 'crun')).toMatchObject({ status: 'unknown', pid: 0 });
  });
});

describe('nesting', () => {
  const inner = { cgroup: `/docker/${A}/docker/${B}`, ns: own(200) };

  it('gives processes to the innermost', () => {
    const { containers, byPid } = find([makeProcess(inA), makeProcess({ pid: 200, ppid: 100, ...inner })]);
    expect(containers.map(({ id, pids }) => [id, pids])).toEqual([
      [A, [100]],
      [B, [200]],
    ]);
    expect(byPid.get(200)?.id).toBe(B);
  });

  it('does not believe a cgroup inside that bears the id of a container outside', () => {
    const real = makeProcess({ pid: 300, cgroup: `/docker/${B}`, ns: own(300) });
    const spoof = makeProcess({ pid: 200, ppid: 100, ...inner, ns: { ...own(100), mnt: 999 } });
    const { containers, byPid } = find([makeProcess(inA), spoof, real]);
    expect(containers).toHaveLength(2);
    expect(byPid.get(200)?.id).toBe(A);
    expect(byPid.get(300)).toMatchObject({ id: B, pids: [300] });
  });

  it('believes the cgroup in which the recorded process is', () => {
    const real = makeProcess({ pid: 300, cgroup: `/deep/er/docker/${A}`, ns: own(300) });
    const spoof = makeProcess({ pid: 200, cgroup: `/docker/${A}`, ns: own(200) });
    const { containers, byPid } = find([spoof, real], { records: [{ ...recordOfA, pid: 300 }] });
    expect(byPid.get(300)).toMatchObject({ name: 'web', pids: [300] });
    expect(containers.filter(({ engine }) => engine === 'docker')).toHaveLength(1);
  });

  it('does not take a cgroup for a container when nobody in it left the mount namespace around it', () => {
    expect(find([makeProcess({ cgroup: `/docker/${A}` })]).containers).toEqual([]);
    const renamed = makeProcess({ pid: 200, ppid: 100, cgroup: `/docker/${A}/lxc/x`, ns: own(100) });
    expect(find([makeProcess(inA), renamed]).containers).toMatchObject([{ id: A, pids: [100, 200] }]);
  });

  it('tells nested ones of one name apart', () => {
    const outer = makeProcess({ cgroup: '/lxc.payload.a', ns: own(100) });
    const within = makeProcess({ pid: 200, cgroup: '/lxc.payload.a/lxc.payload.a', ns: own(200) });
    expect(find([outer, within]).containers.map(({ pids }) => pids)).toEqual([[100], [200]]);
  });

  it('finds a pid namespace of its own inside a container', () => {
    const nested = makeProcess({ pid: 200, ppid: 100, ...inA, ns: { ...own(100), pid: 999 } });
    const { containers, byPid } = find([makeProcess(inA), nested]);
    expect(byPid.get(200)).toMatchObject({ engine: 'none', id: 'pid-200' });
    expect(containers.find(({ engine }) => engine === 'docker')?.pids).toEqual([100]);
  });
});

describe('users without root', () => {
  const conmon = makeProcess({ pid: 50, comm: 'conmon', uid: 1000, argv: ['conmon', '-c', A, '-n', 'mine'] });
  const rootless = { ...own(200), user: 207 };

  it('finds their containers by conmon, where they have no cgroups', () => {
    const main = makeProcess({ pid: 200, ppid: 50, uid: 1000, ns: rootless });
    const orphan = makeProcess({ pid: 201, ppid: 1, uid: 101_000, ns: rootless });
    const records = [makeRecord({ maker: 'podman', id: A, image: 'nginx', owner: 1000 })];
    expect(find([conmon, main, orphan], { records }).containers).toMatchObject([
      { engine: 'podman', id: A, name: 'mine', image: 'nginx', owner: 1000, pids: [200, 201], monitor: 50 },
    ]);
  });

  it('gives a forged conmon no container that is known', () => {
    const child = makeProcess({ pid: 200, ppid: 50, uid: 1000, ns: rootless });
    const { containers, byPid } = find([conmon, makeProcess(inA), child], { records: [recordOfA] });
    expect(byPid.get(100)).toMatchObject({ name: 'web', engine: 'docker', monitor: 0, owner: 0, pids: [100] });
    expect(byPid.get(200)).toMatchObject({ engine: 'none' });
    expect(containers).toHaveLength(2);
  });

  it('lets their files say nothing of containers and processes of others', () => {
    const forged = makeRecord({
      maker: 'podman',
      id: A,
      name: 'forged',
      owner: 1000,
      pid: 100,
      cgroup: `/docker/${A}`,
    });
    const runtime = makeRecord({ maker: 'crun', id: 'sshd', owner: 1000, pid: 300, startTime: 3000 });
    const sshd = makeProcess({ pid: 300, comm: 'sshd' });
    const { byPid } = find([makeProcess(inA), sshd], { records: [forged, runtime] });
    expect(byPid.get(100)).toMatchObject({ engine: 'docker', name: A.slice(0, 12), owner: 0 });
    expect(byPid.get(300)).toBeUndefined();
  });

  describe("a group of theirs with the id of one of root's", () => {
    const theirs = `/user.slice/user-1000.slice/user@1000.service/libpod-${A}.scope`;
    const impostor = makeProcess({ pid: 60, uid: 1000, cgroup: theirs, ns: own(60) });
    const records = [makeRecord({ maker: 'podman', id: A, name: 'db' })];

    it('does not take its place', () => {
      const real = makeProcess({ cgroup: `/machine.slice/libpod-${A}.scope`, ns: own(100) });
      const { byPid, containers } = find([impostor, real], { records });
      expect(byPid.get(100)).toMatchObject({ name: 'db', pid: 100, pids: [100] });
      expect(byPid.get(60)).not.toBe(byPid.get(100));
      expect(containers.filter(({ name }) => name === 'db')).toHaveLength(1);
    });

    it('does not get its name when it does not run', () => {
      expect(find([impostor], { records }).containers.filter(({ name, pid }) => name === 'db' && pid > 0)).toEqual([]);
      expect(find([impostor], { records }).byPid.get(60)).toMatchObject({ owner: 1000 });
    });

    it("hides nothing of root's when that does not run", () => {
      const idle = find([impostor], { records }).containers.filter(({ name }) => name === 'db');
      expect(idle).toMatchObject([{ id: A, owner: 0, pid: 0 }]);
      const around = makeProcess({ pid: 70, cgroup: `/docker/${B}`, ns: own(70) });
      const inside = makeProcess({ pid: 71, cgroup: `/docker/${B}/libpod-${A}`, ns: own(71) });
      expect(find([around, inside], { records }).containers.filter(({ name }) => name === 'db')).toHaveLength(1);
    });

    it('shows nothing of a file of theirs when it runs', () => {
      const forged = makeRecord({ maker: 'podman', id: A, owner: 1000, name: 'forged' });
      const real = makeProcess({ cgroup: `/machine.slice/libpod-${A}.scope`, ns: own(100) });
      expect(find([real], { records: [...records, forged] }).containers).toMatchObject([{ name: 'db' }]);
    });

    it('is not preferred for what a file of theirs says', () => {
      const forged = makeRecord({ maker: 'runc', id: A, owner: 1000, pid: 60, startTime: 600 });
      const real = makeProcess({ cgroup: `/machine.slice/libpod-${A}.scope`, ns: own(100) });
      expect(find([impostor, real], { records: [...records, forged] }).byPid.get(100)).toMatchObject({ name: 'db' });
    });
  });

  it('believes their files for what is in their own slice', () => {
    const cgroup = `/user.slice/user-1000.slice/user@1000.service/user.slice/libpod-${A}.scope/container`;
    const main = makeProcess({ uid: 1000, cgroup, ns: rootless });
    const records = [makeRecord({ maker: 'podman', id: A, name: 'mine', owner: 1000 })];
    expect(find([main], { records }).containers).toMatchObject([{ name: 'mine', engine: 'podman', pid: 100 }]);
  });
});

describe('monitors', () => {
  it('make no container of a child that stays in their mount namespace', () => {
    const conmon = makeProcess({ pid: 50, comm: 'conmon', argv: ['conmon', '-c', A, '-n', 'web'] });
    const helper = makeProcess({ pid: 60, ppid: 50 });
    expect(find([conmon, helper]).containers).toEqual([]);
  });

  it('in a container make one within it, which gets its own processes, those that lost their parent, too', () => {
    const conmon = makeProcess({ pid: 150, ppid: 100, ...inA, comm: 'conmon', argv: ['conmon', '-c', B, '-n', 'in'] });
    const main = makeProcess({ pid: 200, ppid: 150, ...inA, ns: own(200) });
    const orphan = makeProcess({ pid: 201, ppid: 100, ...inA, ns: own(200) });
    expect(find([makeProcess(inA), conmon, main, orphan]).containers).toMatchObject([
      { id: A, pids: [100, 150] },
      { id: B, name: 'in', engine: 'podman', pids: [200, 201], monitor: 150 },
    ]);
  });

  it('never counts one as a process of its container, though it be in the same cgroup', () => {
    const cgroup = '/machine.slice/machine-web.scope';
    const nspawn = makeProcess({ pid: 50, comm: 'systemd-nspawn', cgroup, argv: ['systemd-nspawn', '-M', 'web'] });
    const main = makeProcess({ ppid: 50, cgroup, ns: own(100) });
    expect(find([nspawn, main]).containers).toMatchObject([{ id: 'web', pid: 100, pids: [100], monitor: 50 }]);
  });

  it('knows a shim that watches a whole pod', () => {
    const argv = ['shim', '-namespace', 'k8s.io', '-id', B];
    const shim = makeProcess({ pid: 50, comm: 'containerd-shim', argv });
    const main = makeProcess({
      ppid: 50,
      cgroup: `/kubepods/pod12345678-1234-1234-1234-123456789012/${A}`,
      ns: own(100),
    });
    expect(find([shim, main]).containers).toMatchObject([{ id: A, engine: 'cri-containerd', monitor: 50 }]);
  });
});
