/** One container of every maker, as spc's lists show it, beside what /proc and lsns(8) say. Needs test/lab/up. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { levelsOf, membersOf, namespaceOf } from './containers/facts.ts';
import { endContainers, type LabContainer, type LabMaker, RECIPES, startContainer } from './containers.ts';
import { removeScratch, run, spc } from './spc.ts';

const MAKERS = Object.keys(RECIPES) as LabMaker[];

interface ListedContainer {
  id: string;
  name: string;
  engine: string;
  kind: string;
  status: string;
  pid: number;
  pids: number[];
}

interface ListedProcess {
  pid: number;
  containerPid: number | null;
  nsPids: number[];
  container: string;
  containerId: string;
  engine: string;
  command: string;
}

const containers = {} as Record<LabMaker, LabContainer>;
let listed: ListedContainer[] = [];

/** Rows of a list. */
function rowsOf<Row>(...args: string[]): Row[] {
  const { status, stdout, stderr } = spc([...args, '--json']);
  expect(status, stderr).toBe(0);
  return JSON.parse(stdout);
}

beforeAll(() => {
  for (const maker of MAKERS) containers[maker] = startContainer(maker);
  listed = rowsOf('ps', '--containers');
}, 120_000);

afterAll(() => {
  endContainers();
  removeScratch();
});

describe.each(MAKERS)('%s', (maker) => {
  const holding = (pid: number) => listed.filter(({ pids }) => pids.includes(pid));

  it('is listed once, as what it is', () => {
    const { engine, kind, id, pid, shell } = containers[maker];
    expect(holding(shell)).toMatchObject([{ engine, kind, id, pid, status: 'running' }]);
    expect(listed.filter((container) => container.id === id && container.engine === engine)).toHaveLength(1);
  });

  it('has the name its maker gave it; else that of its program', () => {
    const { engine, name, shell } = containers[maker];
    expect(holding(shell)[0]?.name).toBe(engine === 'none' ? 'sh' : name);
  });

  it('has the processes that /proc says', () => {
    const { pid, shell, sleepers } = containers[maker];
    const members = membersOf(containers[maker]);
    expect(members).toEqual(expect.arrayContaining([pid, shell, ...sleepers.map((sleeper) => sleeper.pid)]));
    expect(holding(shell)[0]?.pids).toEqual(members);
  });

  it('shows each of its processes with the pid at every level', () => {
    const { id, engine, shell, sleepers } = containers[maker];
    const rows = rowsOf<ListedProcess>('ps', id);
    const name = holding(shell)[0]?.name;
    expect(rows.map(({ pid }) => pid)).toEqual(membersOf(containers[maker]));
    for (const { pid, argv } of sleepers) {
      const nsPids = levelsOf(pid);
      const containerPid = nsPids.length > 1 ? nsPids.at(-1) : null;
      const expected = { container: name, containerId: id, engine, nsPids, containerPid, command: argv.join(' ') };
      expect(rows.find((row) => row.pid === pid)).toMatchObject(expected);
    }
  });
});

describe('spc ns', () => {
  const stopped: number[] = [];
  const signal = (name: 'SIGSTOP' | 'SIGCONT', pids: number[]) => {
    for (const pid of pids) process.kill(pid, name);
  };

  beforeAll(() => {
    stopped.push(...MAKERS.flatMap((maker) => membersOf(containers[maker])));
    signal('SIGSTOP', stopped);
  });
  afterAll(() => signal('SIGCONT', stopped));

  it('counts the processes of each namespace as lsns does', () => {
    const own = namespacesOf(stopped);
    const before = lsnsCounts();
    const counts = new Map(rowsOf<{ inode: number; processes: number }>('ns').map((row) => [row.inode, row.processes]));
    const after = lsnsCounts();
    // one user namespace serves all of a user's podman: other tests may come and go in it
    const steady = own.filter((inode) => before.get(inode) === after.get(inode));
    expect(steady.length).toBeGreaterThanOrEqual(own.length - 1);
    expect(steady.map((inode) => [inode, counts.get(inode)])).toEqual(steady.map((inode) => [inode, after.get(inode)]));
    expect(steady.filter((inode) => !after.get(inode))).toEqual([]);
  });
});

/** Inodes of the namespaces these processes are in and the host is not. */
function namespacesOf(pids: number[]): number[] {
  const types = ['cgroup', 'ipc', 'mnt', 'net', 'pid', 'user', 'uts'];
  const inodes = (pid: number) => types.map((type) => Number(namespaceOf(pid, type)));
  const host = new Set(inodes(process.pid));
  return [...new Set(pids.flatMap(inodes))].filter((inode) => !host.has(inode));
}

/** Inode → number of processes, as lsns(8) counts. */
function lsnsCounts(): Map<number, number> {
  const { namespaces } = JSON.parse(run(['lsns', '-J', '-o', 'NS,NPROCS']).stdout);
  return new Map((namespaces as { ns: number; nprocs: number }[]).map(({ ns, nprocs }) => [ns, nprocs]));
}

describe.each(MAKERS)('spc enter %s', (maker) => {
  const enter = (...command: string[]) => spc(['enter', containers[maker].id, '--', ...command]);

  it("has the container's host name and network", () => {
    const { hostname, shell } = containers[maker];
    expect(enter('hostname')).toMatchObject({ status: 0, stdout: `${hostname}\n` });
    expect(enter('readlink', '/proc/self/ns/net').stdout).toBe(`net:[${namespaceOf(shell, 'net')}]\n`);
  });

  it("ends with the command's exit status", () => {
    expect(enter('sh', '-c', 'exit 7').status).toBe(7);
  });
});
