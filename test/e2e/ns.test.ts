/** `spc ns` over real namespaces, beside lsns(8). */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readlinkSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endContainers, type LabContainer, startContainer } from './containers.ts';
import { errorOf, removeScratch, run, SCRATCH, SPC, spc, spcOnTerminal } from './spc.ts';

interface Row {
  type: string;
  inode: number;
  processes: number;
  pid: number | null;
  pids: number[];
  containers: string[];
  engine: string[];
  heldBy: string[];
  path: string[];
  descriptors: string[];
  owner: string;
  ownerUserNs: number;
  parent: number | null;
  host: boolean;
  command: string | null;
}

const rows = (...args: string[]): Row[] => JSON.parse(spc(['ns', '--json', ...args]).stdout);
const inodeOf = (pid: number | 'self', type: string) =>
  Number(/\d+/.exec(readlinkSync(`/proc/${pid}/ns/${type}`))?.[0]);

const TYPES = ['cgroup', 'ipc', 'mnt', 'net', 'pid', 'uts', 'user'];
let container: LabContainer;
const children: ChildProcess[] = [];

/** A program that is stopped, so that two tools see the same of it. */
async function stopped(argv: string[]): Promise<number> {
  const [file = '', ...args] = argv;
  const child = spawn(file, [...args, 'sh', '-c', 'echo ready; kill -STOP $$; exec sleep 1000'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  await new Promise((resolve) => child.stdout.once('data', resolve));
  child.stdout.destroy();
  return child.pid ?? 0;
}

beforeAll(() => {
  container = startContainer('docker');
});
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  endContainers();
  removeScratch();
});

describe('spc ns', () => {
  it("lists a container's namespaces with its processes", () => {
    const mine = rows('-f', `containers=${container.name}`);
    const own = mine.filter(({ host }) => !host);
    expect(own.map(({ type }) => type)).toEqual(expect.arrayContaining(['ipc', 'mnt', 'net', 'pid', 'uts']));
    const pids = [container.shell, ...container.sleepers.map(({ pid }) => pid)].toSorted((a, b) => a - b);
    for (const row of own) {
      expect(row).toMatchObject({ pids, processes: 4, pid: container.pid, containers: [container.name] });
      expect(row.engine).toEqual(['docker']);
      expect(row.inode).toBe(inodeOf(container.pid, row.type));
    }
    expect(own.find(({ type }) => type === 'net')).toMatchObject({
      heldBy: ['mount'],
      path: expect.arrayContaining([expect.stringMatching(/^\/(var\/)?run\/docker\/netns\//)]),
    });
  });

  it("shows the host's own first of each type", () => {
    const all = rows();
    for (const type of TYPES) {
      const [first, ...others] = all.filter((row) => row.type === type);
      expect(first?.host).toBe(true);
      expect(others.some(({ host }) => host)).toBe(false);
    }
  });

  it('tells what lsns tells of the same stopped processes', async () => {
    const all = ['--cgroup', '--ipc', '--mount', '--net', '--uts'];
    const pids = [await stopped(['unshare', ...all]), await stopped(['unshare', '--user', '--map-root-user', ...all])];
    const lsns = run(['lsns', '-J', '-o', 'NS,TYPE,NPROCS,PID,PNS,ONS']).stdout;
    const known = flatten(JSON.parse(lsns).namespaces);
    const ours = rows().filter(({ pid, host }) => pid !== null && pids.includes(pid) && !host);
    expect(ours).toHaveLength(11);
    for (const row of ours) {
      const theirs = known.find((each) => Number(each['ns']) === row.inode);
      expect([row.type, row.processes, row.pid]).toEqual([
        theirs?.['type'],
        Number(theirs?.['nprocs']),
        Number(theirs?.['pid']),
      ]);
      expect([row.parent ?? 0, row.ownerUserNs]).toEqual([Number(theirs?.['pns'] ?? 0), Number(theirs?.['ons'])]);
    }
  });

  it('shows one that only a bind keeps', () => {
    const path = `${SCRATCH}/net\x1b[2J\nx`;
    writeFileSync(path, '');
    run(['unshare', `--net=${path}`, 'true']);
    try {
      const held = rows('-f', 'processes=0').filter((row) => row.path.includes(path));
      expect(held).toMatchObject([{ type: 'net', pid: null, command: null, heldBy: ['mount'], owner: 'root' }]);
      const { stdout } = spc(['ns', '-f', `inode=${held[0]?.inode}`]);
      expect(stdout).toContain('net␛␊x');
      expect(JSON.parse(spc(['ns', `net:${held[0]?.inode}`, '--json']).stdout)).toContainEqual(
        expect.objectContaining({ as: 'mount', pid: null, where: path }),
      );
    } finally {
      run(['umount', path]);
    }
  });

  it('shows one that only a descriptor keeps, unless told not to look', async () => {
    const pid = await stopped(['unshare', '--uts']);
    const fd = openSync(`/proc/${pid}/ns/uts`, 'r');
    const inode = inodeOf(pid, 'uts');
    process.kill(pid, 'SIGKILL');
    try {
      await expect
        .poll(() => rows('-f', `inode=${inode}`))
        .toMatchObject([{ processes: 0, heldBy: ['descriptor'], descriptors: [`${process.pid}/fd/${fd}`] }]);
      expect(JSON.parse(spc(['ns', `${inode}`, '--json']).stdout)).toEqual([
        expect.objectContaining({ as: 'descriptor', pid: process.pid, where: `fd ${fd}` }),
      ]);
      expect(rows('--no-descriptors', '-f', `inode=${inode}`)).toEqual([]);
    } finally {
      closeSync(fd);
    }
  });

  it('lists who is in one namespace', () => {
    const inode = inodeOf(container.pid, 'pid');
    const members = JSON.parse(spc(['ns', String(inode), '--json']).stdout) as Record<string, unknown>[];
    expect(members.map(({ as, pid, containerPid, container }) => [as, pid, containerPid, container])).toEqual(
      [container.shell, ...container.sleepers.map(({ pid }) => pid)]
        .toSorted((a, b) => a - b)
        .map((pid, index) => ['process', pid, index === 0 ? 1 : expect.any(Number), container.name]),
    );
    expect(spc(['ns', `net:${inode}`, '--json']).status).toBe(91);
  });

  it('shows those a target is in', () => {
    const rows = JSON.parse(spc(['ns', container.name, '--json', '-f', 'host=false']).stdout) as Row[];
    const own = (['ipc', 'mnt', 'net', 'pid', 'uts'] as const).map((type) => inodeOf(container.pid, type));
    expect(rows.map(({ inode }) => inode)).toEqual(expect.arrayContaining(own));
    expect(rows.every(({ pids }) => pids.includes(container.pid))).toBe(true);
    const ofPid = JSON.parse(spc(['ns', `pid:${container.pid}`, '--json', '-f', 'host=false']).stdout) as Row[];
    expect(ofPid.map(({ inode }) => inode)).toEqual(rows.map(({ inode }) => inode));
    expect(spc(['ns', 'no-such-container']).status).toBe(91);
  });

  it('suggests what is near to a number there is not', () => {
    const inode = inodeOf(container.pid, 'uts');
    const outcome = spc(['ns', 'uts:1', '--json']);
    expect([outcome.status, errorOf(outcome).code]).toEqual([91, 'no-target']);
    expect(errorOf(outcome).hint).toContain('uts:40265');
    const other = spc(['ns', `net:${inode}`, '--json']);
    expect(errorOf(other)).toMatchObject({ why: `${inode} is of type uts`, hint: `spc ns uts:${inode}` });
    expect(spc(['ns', 'foo:bar']).status).toBe(64);
  });

  it('shows its own to who is not root, and tells what is missing', () => {
    const outcome = run(['setpriv', '--reuid', '65534', '--clear-groups', SPC, 'ns', '--json', '-f', 'type=net']);
    const [own] = JSON.parse(outcome.stdout) as Row[];
    expect(own).toMatchObject({ type: 'net', inode: inodeOf('self', 'net'), host: true });
    expect(outcome.stderr).toContain('CAP_SYS_PTRACE');
  });

  it('lets no command act on the terminal', async () => {
    const evil = spawn('bash', ['-c', 'exec -a "$1" unshare --uts sleep 1000', 'sh', 'x\x1b]0;evil\x07\x1b[2J'], {
      stdio: 'ignore',
    });
    children.push(evil);
    await expect.poll(() => inodeOf(evil.pid ?? 0, 'uts')).not.toBe(inodeOf('self', 'uts'));
    const { stdout } = spcOnTerminal(['ns', '--wide', '-f', 'type=uts']);
    expect(stdout).toContain(String(inodeOf(evil.pid ?? 0, 'uts')));
    expect(stdout).not.toContain('\x1b');
  });
});

/** lsns nests namespaces of its tree, in JSON, too. */
type Tree = { [key: string]: number | string | null | Tree[] };
function flatten(trees: Tree[]): Tree[] {
  return trees.flatMap((tree) => [tree, ...flatten((tree['children'] ?? []) as Tree[])]);
}
