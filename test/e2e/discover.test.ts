/** Containers in every state, beside those who pretend: what spc finds without asking an engine. Needs test/lab/up. */
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endContainers, type LabContainer, must, startContainer } from './containers.ts';
import { removeScratch, run, SPC, spc, until } from './spc.ts';

interface Listed {
  id: string;
  name: string;
  engine: string;
  alsoKnownTo: string[];
  kind: string;
  reasons: string[];
  status: string;
  pid: number | null;
  pids: number[];
  image: string;
  labels: Record<string, string>;
  tasksLimit: number | null;
  memoryLimit: number | null;
  addresses: string[] | null;
}

function list(...args: string[]): Listed[] {
  const { status, stdout, stderr } = spc(['ps', '--containers', '--json', ...args]);
  expect(status, stderr).toBe(0);
  return JSON.parse(stdout);
}

const find = (container: LabContainer, ...args: string[]) => list(...args).find(({ id }) => id === container.id);

afterAll(() => {
  endContainers();
  removeScratch();
});

describe.each(['docker', 'podman'] as const)('%s', (engine) => {
  let container: LabContainer;
  beforeAll(() => {
    const options = ['--memory', '64m', '--pids-limit', '40'];
    container = startContainer(engine, engine === 'docker' ? ['--label', 'spc.test=yes', ...options] : options);
  });

  it('is known by name, image, limits and address', () => {
    expect(find(container)).toMatchObject({
      name: container.name,
      image: expect.stringContaining('localhost/spc-bb'),
      status: 'running',
      memoryLimit: 64 * 1024 * 1024,
      tasksLimit: 40,
      addresses: [expect.stringMatching(/^(172|10)\./)],
      alsoKnownTo: expect.arrayContaining(['runc']),
      labels: engine === 'docker' ? expect.objectContaining({ 'spc.test': 'yes' }) : {},
    });
  });

  it('is paused while it is paused', () => {
    must(engine, 'pause', container.name);
    expect(find(container)?.status).toBe('paused');
    must(engine, 'unpause', container.name);
    expect(find(container)?.status).toBe('running');
  });

  it('is listed with --all only once it has ended, and before it starts', () => {
    const name = `${container.name}-idle`;
    must(engine, 'create', '--name', name, 'localhost/spc-bb:latest', 'true');
    const statusOf = (...args: string[]) => list(...args).find((each) => each.name === name)?.status;
    try {
      expect(statusOf('--all')).toBe('created');
      must(engine, 'start', '--attach', name);
      expect(statusOf('--all')).toBe('stopped');
      expect(statusOf()).toBeUndefined();
    } finally {
      must(engine, 'rm', name);
    }
    expect(statusOf('--all')).toBeUndefined();
  });

  it.each([
    [['--pid=host'], 'spc', "shares the host's pid namespace"],
    [['--privileged'], 'spc', 'holds every capability, or nearly so'],
    [['--cap-add=SYS_ADMIN'], 'spc', 'holds CAP_SYS_ADMIN'],
    [['-v', '/:/host'], 'spc', "the host's / is mounted at /host"],
    [['-v', '/run/docker.sock:/d.sock'], 'spc', 'can command an engine: /run/docker.sock'],
    [['--net=host'], 'service', undefined],
    [['-v', '/etc:/host/etc'], 'service', undefined],
  ])('with %s is a container of kind %s', (options, kind, reason) => {
    const special = startContainer(engine, options);
    const found = find(special);
    special.stop();
    expect(found).toMatchObject({ kind, reasons: reason ? expect.arrayContaining([reason]) : [] });
  });
});

describe('engines that are down, hung or not there', () => {
  let silent: ChildProcess;
  const socket = `/run/spc-e2e-silent-${process.pid}.sock`;
  beforeAll(async () => {
    const code = `require('net').createServer(() => {}).listen(${JSON.stringify(socket)})`;
    silent = spawn(process.execPath, ['-e', code]);
    await until(() => existsSync(socket), 'the silent engine');
  });
  afterAll(() => {
    silent.kill('SIGKILL');
    rmSync(socket, { force: true });
  });

  it('do not matter', () => {
    const container = startContainer('docker');
    const env = { PATH: '/nonexistent', DOCKER_HOST: `unix://${socket}`, CONTAINER_HOST: `unix://${socket}` };
    const { status, stdout, stderr } = spc(['ps', '--containers', '--json'], { env });
    expect([status, stderr]).toEqual([0, '']);
    const found = JSON.parse(stdout).find(({ id }: Listed) => id === container.id);
    expect(found).toMatchObject({ name: container.name, status: 'running', image: 'localhost/spc-bb:latest' });
  });
});

describe('those who pretend', () => {
  let victim: LabContainer;
  const folder = mkdtempSync(join(tmpdir(), 'spc-pretend-'));
  beforeAll(() => {
    victim = startContainer('docker');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("a user's forged conmon takes over no container, and its own child is not taken for one of it", async () => {
    chmodSync(folder, 0o755);
    const script = join(folder, 'conmon');
    writeFileSync(script, '#!/bin/sh\nunshare -rm sleep 4711001 &\nwait\n', { mode: 0o755 });
    const asUser = ['--reuid', '1', '--regid', '1', '--clear-groups'];
    const forger = spawn('setpriv', [...asUser, script, '-c', victim.id, '-n', 'forged'], { stdio: 'ignore' });
    const childOf = () => Number(run(['pgrep', '-P', `${forger.pid}`]).stdout);
    try {
      await until(
        () => childOf() > 0 && run(['readlink', `/proc/${childOf()}/ns/user`]).stdout !== hostUsers,
        'the child',
      );
      const all = list();
      expect(all.filter(({ id }) => id === victim.id)).toMatchObject([{ name: victim.name, pid: victim.pid }]);
      expect(all.find(({ name }) => name === 'forged')).toBeUndefined();
      expect(all.find(({ pids }) => pids.includes(childOf()))).toMatchObject({ engine: 'none' });
    } finally {
      run(['kill', '-9', `${childOf()}`, `${forger.pid}`]);
    }
  });
  const hostUsers = run(['readlink', '/proc/self/ns/user']).stdout;

  it("a container that names a cgroup of its own after another's keeps its processes", () => {
    const spoofer = startContainer('docker', ['--privileged']);
    const group = `/sys/fs/cgroup/pids/docker/${victim.id}`;
    const script = `mkdir -p ${group} && echo $$ > ${group}/cgroup.procs && exec sleep 4711002`;
    must('docker', 'exec', '-d', spoofer.name, 'sh', '-c', script);
    const pidOf = () => Number(run(['pgrep', '-xf', 'sleep 4711002']).stdout);
    for (let tries = 0; pidOf() === 0 && tries < 100; tries++) run(['sleep', '0.05']);
    const all = list();
    expect(run(['cat', `/proc/${pidOf()}/cgroup`]).stdout).toContain(`/docker/${spoofer.id}/docker/${victim.id}`);
    expect(all.find(({ id }) => id === victim.id)?.pids).not.toContain(pidOf());
    expect(all.find(({ pids }) => pids.includes(pidOf()))?.id).toBe(spoofer.id);
    spoofer.stop();
  });

  it('a state file that is damaged is told of, and hides nothing else', () => {
    const id = 'f'.repeat(64);
    const at = `/var/lib/docker/containers/${id}`;
    mkdirSync(at);
    writeFileSync(`${at}/config.v2.json`, '{"State":');
    try {
      const { status, stdout, stderr } = spc(['ps', '--containers', '--json']);
      expect(status).toBe(0);
      expect(stderr).toContain(`${at}/config.v2.json is damaged`);
      expect(stdout).toContain(victim.id);
    } finally {
      rmSync(at, { recursive: true });
    }
  });
});

describe('from inside a super-privileged container', () => {
  it("finds the host's containers by the host's files at /host", () => {
    const other = startContainer('podman');
    // the image has the host's libc, but not all of the libraries that Node wants
    const libraries = ['-e', `LD_LIBRARY_PATH=/host/usr/lib/${must('uname', '-m')}-linux-gnu`];
    const container = ['docker', 'run', '--rm', '--privileged', '--pid=host', '-v', '/:/host', ...libraries];
    const inside = [...container, 'localhost/spc-tools', `/host${SPC}`, 'ps', '--containers', '--json'];
    const { stdout, stderr } = run(inside);
    expect(stderr).toBe('');
    const found = JSON.parse(stdout).find(({ id }: Listed) => id === other.id);
    expect(found).toMatchObject({
      name: other.name,
      engine: 'podman',
      image: 'localhost/spc-bb:latest',
      kind: 'service',
    });
  });
});
