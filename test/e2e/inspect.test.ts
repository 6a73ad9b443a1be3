/** `spc inspect` on real containers, beside what engines and `ip` say. Needs test/lab/up. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync, readlinkSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXIT } from '../../src/core/errors.ts';
import type { Inspection } from '../../src/core/inspect/inspection.ts';
import { endContainers, type LabContainer, must, startContainer } from './containers.ts';
import { errorOf, removeScratch, run, SPC, spc, spcOnTerminal, until } from './spc.ts';

const children: ChildProcess[] = [];
const NOBODY = ['setpriv', '--reuid', '65534', '--regid', '65534', '--clear-groups'];

const inspected = (...args: string[]): Inspection => {
  const { status, stdout, stderr } = spc(['inspect', '--json', ...args]);
  if (status !== 0) throw new Error(`${status}: ${stdout} ${stderr}`);
  return JSON.parse(stdout);
};

/** A process that stays until the tests end. */
function stay(file: string, ...args: string[]): number {
  const child = spawn(file, args, { stdio: 'ignore' });
  children.push(child);
  return child.pid ?? 0;
}

const limits = ['--memory', '64m', '--cpus', '0.5', '--pids-limit', '40'];
const made = {} as Record<'docker' | 'podman', LabContainer>;

beforeAll(() => {
  for (const engine of ['docker', 'podman'] as const) made[engine] = startContainer(engine, limits);
});
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  endContainers();
  removeScratch();
});

interface Veth {
  ifname: string;
  ifindex: number;
  link_index?: number;
  master?: string;
}

/** The host's end of a container's link, as `ip` shows both: each names the other's index, and they share no namespace. */
function vethByIp(pid: number): Veth {
  const inside: Veth = JSON.parse(must('nsenter', `--net=/proc/${pid}/ns/net`, 'ip', '-j', 'link', 'show', 'eth0'))[0];
  const outside: Veth[] = JSON.parse(must('ip', '-j', 'link', 'show', 'type', 'veth'));
  const found = outside.find(
    ({ ifindex, link_index }) => ifindex === inside.link_index && link_index === inside.ifindex,
  );
  if (!found) throw new Error('no such veth');
  return found;
}

describe.each(['docker', 'podman'] as const)('a container of %s', (engine) => {
  it('has the address its engine tells of, and the veth and bridge that ip shows', () => {
    const { id, name, pid } = made[engine];
    const { network, container, process: main } = inspected(name);
    const eth0 = network?.links.find((link) => link.name === 'eth0');
    const told = must(engine, 'inspect', '-f', '{{.NetworkSettings.IPAddress}} {{.NetworkSettings.MacAddress}}', id);
    expect(`${eth0?.addresses.find(({ family }) => family === 4)?.address} ${eth0?.mac}`).toBe(told.trim());
    const veth = vethByIp(pid);
    expect(eth0?.peer).toMatchObject({ name: veth.ifname, index: veth.ifindex, bridge: veth.master, onHost: true });
    expect(veth.master).toBe({ docker: 'docker0', podman: 'podman0' }[engine]);
    expect(container).toMatchObject({ id, name, engine, kind: 'service' });
    expect(main).toMatchObject({ pid, nsPids: [pid, 1] });
  });

  it('has the limits it was started with', () => {
    const { cgroup } = inspected(made[engine].name);
    expect(cgroup?.use.memory.limit).toBe(67_108_864);
    expect(cgroup?.use.cpu.limit).toBe(0.5);
    expect(cgroup?.use.pids).toEqual({ current: 4, limit: 40 });
    expect(cgroup?.use.memory.current).toBeGreaterThan(0);
    for (const { directory } of cgroup?.groups ?? []) expect(existsSync(`${directory}/cgroup.procs`)).toBe(true);
  });

  it('has the namespaces that /proc shows', () => {
    const { pid, name } = made[engine];
    const { namespaces } = inspected(name);
    for (const { type, inode, relation } of namespaces ?? []) {
      expect(`${type}:[${inode}]`).toBe(readlinkSync(`/proc/${pid}/ns/${type}`));
      const ours = readlinkSync(`/proc/self/ns/${type}`) === `${type}:[${inode}]`;
      expect([type, relation]).toEqual([type, ours ? 'host' : 'own']);
    }
    expect(namespaces).toHaveLength(8);
  });

  it('shows its processes, mounts, filters and user space', () => {
    const { name, pid, sleepers } = made[engine];
    const { processes, mounts, security, userSpace, gaps } = inspected(name);
    expect(processes.map((each) => each.pid)).toEqual([pid, ...sleepers.map((each) => each.pid)].sort((a, b) => a - b));
    expect(mounts).toHaveLength(readFileSync(`/proc/${pid}/mountinfo`, 'utf8').trim().split('\n').length);
    expect(security?.seccomp.mode).toBe('filter');
    expect(userSpace).toMatchObject({ os: { prettyName: 'SPC lab busybox' }, libc: null, packages: null });
    expect(gaps).toEqual([]);
  });

  it('fits on a terminal, and sends no escape sequences with NO_COLOR', () => {
    const { stdout, status } = spcOnTerminal(['inspect', made[engine].name]);
    expect(status).toBe(0);
    const lines = stdout.split('\r\n');
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    expect(stdout).not.toContain('\x1b');
    for (const title of ['NAMESPACES', 'CGROUP', 'NETWORK', 'MOUNTS', 'SECURITY', 'USER SPACE'])
      expect(lines).toContain(title);
  });
});

describe('other targets', () => {
  it('a port that a process inside listens on, with its pid', async () => {
    const { name, pid } = made.docker;
    must('docker', 'exec', '-d', name, 'busybox', 'nc', '-l', '-p', '8642');
    const port = await until(() => inspected(name).network?.ports?.find((each) => each.port === 8642), 'the port');
    const [holder] = port.holders;
    expect(readFileSync(`/proc/${holder?.pid}/cmdline`, 'utf8')).toBe('busybox\0nc\0-l\0-p\x008642\0');
    expect(readlinkSync(`/proc/${holder?.pid}/ns/net`)).toBe(readlinkSync(`/proc/${pid}/ns/net`));
    expect(spc(['inspect', name]).stdout).toMatch(/ports +tcp6? +\S+:8642 +busybox \(\d+\)/);
  });

  it('a user namespace with its map', async () => {
    const pid = stay(...(NOBODY as [string, ...string[]]), 'unshare', '-Ur', 'sleep', '1000');
    await until(() => readFileSync(`/proc/${pid}/uid_map`, 'utf8').trim() === '0      65534          1', 'the map');
    const { security, namespaces } = inspected(`pid:${pid}`);
    expect(security?.uidMap).toEqual([{ inside: 0, outside: 65534, count: 1 }]);
    expect(namespaces?.find(({ type }) => type === 'user')?.relation).toBe('own');
    expect(spc(['inspect', `pid:${pid}`]).stdout).toContain('0 inside is 65534');
  });

  it('a super-privileged container, with the reasons', () => {
    const spcOne = startContainer('docker', [
      '--net=host',
      '--pid=host',
      '--cap-add=SYS_ADMIN',
      '--security-opt=seccomp=unconfined',
    ]);
    const { container, security, namespaces } = inspected(spcOne.name);
    expect(container?.kind).toBe('spc');
    expect(security?.comparedWithDefault).toEqual({ more: ['SYS_ADMIN'], fewer: [] });
    expect(security?.seccomp.mode).toBe('disabled');
    expect(namespaces?.find(({ type }) => type === 'net')?.relation).toBe('host');
    expect(spc(['inspect', spcOne.name]).stdout).toMatch(/super-privileged container: .*network/);
  });

  it('containers that share a network name each other', () => {
    const { name } = made.docker;
    const sharing = startContainer('docker', [`--net=container:${name}`]);
    const net = inspected(name).namespaces?.find(({ type }) => type === 'net');
    expect(net?.sharedWith).toEqual([`docker/${sharing.name}`]);
  });

  it('a named network namespace without a process', () => {
    const netns = `spc-inspect-${process.pid}`;
    execFileSync('ip', ['netns', 'add', netns]);
    try {
      const { network, process: main, target } = inspected(`netns:${netns}`);
      expect(network?.links.map(({ name }) => name)).toEqual(['lo']);
      expect(main).toBeNull();
      expect(target.bound).toBe(`/run/netns/${netns}`);
    } finally {
      execFileSync('ip', ['netns', 'del', netns]);
    }
  });

  it('a container in the group of who started it says whose numbers it shows', () => {
    const { pid } = startContainer('unshare');
    expect(inspected(`pid:${pid}`).cgroup?.shared).toBe(true);
    expect(spc(['inspect', `pid:${pid}`]).stdout).toContain('it has no group of its own');
    expect(spc(['inspect', made.docker.name]).stdout).not.toContain('it has no group of its own');
  });

  it('a container that does not run tells what its files tell', () => {
    const stopped = startContainer('docker');
    must('docker', 'stop', '-t', '0', stopped.name);
    const { container, process: main, network } = inspected(stopped.name);
    expect(container).toMatchObject({ name: stopped.name, status: 'stopped', pid: 0 });
    expect([main, network]).toEqual([null, null]);
    expect(spc(['inspect', stopped.name]).stdout).toContain('it does not run');
  });

  it('the host', () => {
    const { network, namespaces } = inspected('host');
    expect(network?.links.find(({ name }) => name === 'docker0')?.kind).toBe('bridge');
    const veth = network?.links.find(({ name }) => name === vethByIp(made.docker.pid).ifname);
    expect(veth).toMatchObject({ master: 'docker0', peer: { name: 'eth0', onHost: false } });
    const end = network?.neighbours.find(({ inode }) => inode === veth?.peer?.namespace);
    expect(end?.containers).toContain(`docker/${made.docker.name}`);
    expect(namespaces?.every(({ relation }) => relation === 'host')).toBe(true);
  });

  it('a process that calls itself something hostile', async () => {
    const evil = '\x1b]0;owned\x07\x1b[2J\nroot';
    const pid = stay('bash', '-c', 'exec -a "$0" sleep 1000', evil);
    await until(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8').startsWith(evil), 'the name');
    const { stdout } = spc(['inspect', `pid:${pid}`]);
    expect(stdout).not.toMatch(/\p{Cc}(?<!\n)/u);
    expect(stdout).toMatch(/command +␛␛␊root 1000/);
    expect(inspected(`pid:${pid}`).process?.argv[0]).toBe(evil);
  });

  it('what is not there', () => {
    const outcome = spc(['inspect', '--json', 'pid:4194304']);
    expect(outcome.status).toBe(EXIT['no-target'].status);
    expect(errorOf(outcome).code).toBe('no-target');
  });
});

describe('without rights', () => {
  it('shows what anybody may see, and says what is missing', () => {
    const { pid } = made.docker;
    const { status, stdout } = run([...NOBODY, SPC, 'inspect', '--json', `pid:${pid}`]);
    expect(status).toBe(0);
    const data: Inspection = JSON.parse(stdout);
    expect(data.cgroup?.use.memory.limit).toBe(67_108_864);
    expect(data.network?.links.find(({ name }) => name === 'eth0')).toMatchObject({
      mac: '',
      addresses: [{ family: 4 }],
    });
    expect(data.userSpace).toBeNull();
    const sections = data.gaps.map(({ section }) => section);
    expect(sections).toEqual(expect.arrayContaining(['network', 'user space']));
  });

  it('asks no kernel for a network without CAP_SYS_ADMIN, and names it', () => {
    const { pid } = made.docker;
    const { stdout } = run(['setpriv', '--bounding-set=-sys_admin', SPC, 'inspect', `pid:${pid}`]);
    expect(stdout).toContain('CAP_SYS_ADMIN');
    expect(stdout).toMatch(/eth0 +172\./);
  });
});
