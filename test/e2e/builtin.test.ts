import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Image } from '../../src/core/types.ts';
import { startBuiltin } from '../../src/io/builtin.ts';
import { docker, makePlan, makeWorld, outcome, processStatus, run, until, type World } from './builtin-world.ts';

let world: World;
let image: Image;

beforeAll(async () => {
  world = await makeWorld();
  image = world.image;
});
afterAll(() => world.end());

const sh = (words: string[], script: string) => run(image, words, 'sh', '-c', script);

describe('namespaces', () => {
  it('shows the host’s processes with the host’s pid namespace', async () => {
    const { stdout } = await sh(
      ['pid=host', 'privileged'],
      `test -d /proc/${process.pid} && readlink /proc/self/ns/pid`,
    );
    expect(stdout.trim()).not.toBe('');
  });

  it('makes the command process 1 of its own, with nobody else in sight', async () => {
    const { stdout } = await sh([], 'echo $$; ls /proc | grep -c "^[0-9]"; readlink /proc/self/ns/pid; true');
    const [pid, , namespace] = stdout.split('\n');
    expect(pid).toBe('1');
    expect(namespace).not.toBe(await hostNamespace('pid'));
    expect(stdout).not.toContain(String(process.pid));
  });

  it.each(['net', 'ipc', 'uts'])('makes or keeps %s as told', async (name) => {
    const option = name === 'net' ? 'network' : name;
    const other = name === 'net' ? 'none' : 'private';
    const read = `readlink /proc/self/ns/${name}`;
    expect((await sh([`${option}=host`, 'pid=host'], read)).stdout.trim()).toBe(await hostNamespace(name));
    expect((await sh([`${option}=${other}`, 'pid=host'], read)).stdout.trim()).not.toBe(await hostNamespace(name));
  });

  it('has a working loopback and nothing else with --network none', async () => {
    const { stdout } = await sh(['network=none'], 'ip -o addr; ls /sys/class/net');
    expect(stdout).toContain('127.0.0.1/8');
    expect(stdout.trim().split('\n').at(-1)).toBe('lo');
  });

  it('joins the namespace of another container', async () => {
    const first = await startBuiltin(makePlan(image, ['network=none', 'privileged'], ['sleep', '60']), true);
    await first.started;
    const joined = await sh([`network=ns:/proc/${first.child.pid}/ns/net`, 'pid=host'], 'readlink /proc/self/ns/net');
    expect(joined.stdout.trim()).toBe(await namespaceOf(first.child.pid ?? 0, 'net'));
    first.child.kill('SIGKILL');
    await first.exited;
  });

  it('sets the host name inside only', async () => {
    const before = readFileSync('/proc/sys/kernel/hostname', 'utf8');
    expect((await sh(['hostname=inside'], 'hostname; cat /etc/hostname; echo $HOSTNAME')).stdout).toBe(
      'inside\ninside\ninside\n',
    );
    expect(readFileSync('/proc/sys/kernel/hostname', 'utf8')).toBe(before);
  });
});

async function namespaceOf(pid: number, name: string): Promise<string> {
  const { readlink } = await import('node:fs/promises');
  return await readlink(`/proc/${pid}/ns/${name}`);
}
const hostNamespace = (name: string) => namespaceOf(process.pid, name);

describe('like docker', () => {
  it('gives an unprivileged container the same capabilities', async () => {
    const script = 'grep -E "^(Cap|NoNewPrivs|Groups)" /proc/self/status; id';
    expect((await sh([], script)).stdout).toBe(docker('localhost/spc-bb', 'sh', '-c', script));
  });

  it('gives another user the same', async () => {
    const script = 'grep -E "^(Cap|Uid|Gid|Groups)" /proc/self/status; echo $HOME';
    const ours = await sh(['user=1234:99'], script);
    expect(ours.stdout).toBe(docker('--user', '1234:99', 'localhost/spc-bb', 'sh', '-c', script));
  });

  it('gives the same environment', async () => {
    const ours = await sh(['hostname=h', 'env=A=b c'], 'env | sort');
    const theirs = docker('--hostname', 'h', '-e', 'A=b c', 'localhost/spc-bb', 'sh', '-c', 'env | sort');
    expect(ours.stdout).toBe(theirs);
  });

  it('hides and protects the same paths', async () => {
    const script =
      'cat /proc/keys | wc -c; cat /proc/timer_list | wc -c; ls /sys/firmware | wc -l; echo x > /proc/sys/kernel/hostname; mount | grep -c "sysfs.*ro,"';
    const ours = await sh([], script);
    expect(ours.stdout).toBe('0\n0\n0\n1\n');
    expect(ours.stderr).toContain('Read-only file system');
  });

  it('has the same devices', async () => {
    const script = 'ls /dev | sort; echo x > /dev/null; head -c 3 /dev/zero | wc -c';
    expect((await sh([], script)).stdout).toBe(docker('localhost/spc-bb', 'sh', '-c', script));
  });

  it('shows all of the host’s devices to a privileged container', async () => {
    const names = readdirSync('/dev').filter((name) => name.startsWith('vd') || name === 'kmsg');
    const { stdout } = await sh(['privileged'], 'ls /dev');
    expect(stdout.split('\n')).toEqual(expect.arrayContaining(names));
  });

  it('cannot open a device it makes itself', async () => {
    const { stderr, status } = await sh([], 'mknod /tmp/null c 1 3 && cat /tmp/null');
    expect(stderr).toContain('Permission denied');
    expect(status).not.toBe(0);
  });

  it('opens a device it was given', async () => {
    expect((await sh(['device=/dev/null:/dev/mine'], 'echo x > /dev/mine')).status).toBe(0);
  });

  it('ends with the command’s status, or 126 and 127 when there is none', async () => {
    expect((await sh([], 'exit 7')).status).toBe(7);
    await expect(run(image, [], 'nonesuch')).rejects.toMatchObject({ code: 'no-command', exitStatus: 127 });
    await expect(run(image, [], '/etc/hostname')).rejects.toMatchObject({ code: 'not-executable', exitStatus: 126 });
  });

  it('keeps the image as it was', async () => {
    expect((await sh([], 'echo x > /left; cat /left')).stdout).toBe('x\n');
    expect((await sh([], 'test -e /left')).status).toBe(1);
  });

  it('write-protects the root when told', async () => {
    const { stderr, stdout } = await sh(['read-only', 'tmpfs=/run'], 'echo x > /run/y; cat /run/y; echo x > /z');
    expect(stdout).toBe('x\n');
    expect(stderr).toContain('Read-only');
  });
});

describe('what it leaves in the command', () => {
  it('only descriptors 0 to 2', async () => {
    const { stdout } = await sh([], 'ls /proc/$$/fd; true');
    expect(stdout.trim().split('\n')).toEqual(['0', '1', '2']);
  });

  it('no ignored or blocked signals', async () => {
    const { stdout } = await run(image, [], 'grep', '-E', '^Sig(Blk|Ign)', '/proc/self/status');
    expect(stdout).toBe('SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n');
  });

  it('nothing of the caller’s environment', async () => {
    process.env['SPC_TEST_SECRET'] = 'x';
    expect((await sh([], 'env')).stdout).not.toContain('SPC_TEST_SECRET');
  });

  it('no way to new privileges when told', async () => {
    const { stdout } = await sh(
      ['security-opt=no-new-privileges', 'cap-drop=ALL'],
      'grep -E "NoNewPrivs|CapEff" /proc/self/status',
    );
    expect(stdout).toBe('CapEff:\t0000000000000000\nNoNewPrivs:\t1\n');
  });

  it('limits as told', async () => {
    expect((await sh(['ulimit=nofile=123:456'], 'ulimit -n; ulimit -Hn')).stdout).toBe('123\n456\n');
  });

  it('forwards what the command prints to standard error', async () => {
    expect(await sh([], 'echo out; echo err >&2')).toEqual({ status: 0, stdout: 'out\n', stderr: 'err\n' });
  });
});

describe('limits', () => {
  it('are in force, and gone afterwards', async () => {
    const plan = makePlan(image, ['memory=64m', 'cpus=0.5', 'pids-limit=20'], ['sleep', '60']);
    const { child, started, exited } = await startBuiltin(plan, true);
    await started;
    const groups = readFileSync(`/proc/${child.pid}/cgroup`, 'utf8')
      .trim()
      .split('\n')
      .filter((line) => line.includes(plan.id));
    const found = groups.map((line) => groupDirectory(line)).filter((directory) => existsSync(directory));
    expect(read(found, 'memory.limit_in_bytes', 'memory.max')).toBe(String(64 * 1024 * 1024));
    expect(read(found, 'pids.max')).toBe('20');
    expect(read(found, 'cpu.cfs_quota_us', 'cpu.max')?.split(' ')[0]).toBe('50000');
    child.kill('SIGKILL');
    expect(await exited).toBe(137);
    expect(found.filter((directory) => existsSync(directory))).toEqual([]);
  });

  it('hold: a fork beyond them fails', async () => {
    const { stderr } = await sh(['pids-limit=3'], 'sleep 5 & sleep 5 & sleep 5 & sleep 5 & kill $(jobs -p); wait');
    expect(stderr).toContain("can't fork");
  });
});

/** A line of /proc/PID/cgroup → the group's directory, on this kind of host. */
function groupDirectory(line: string): string {
  const [, controllers = '', path = ''] = line.split(':');
  const mounts = readFileSync('/proc/self/mountinfo', 'utf8').split('\n');
  const mount = mounts.find((entry) =>
    controllers === '' ? entry.includes(' - cgroup2 ') : new RegExp(` - cgroup .*[ ,]${controllers}$`).test(entry),
  );
  return `${mount?.split(' ')[4]}${path}`;
}

function read(directories: string[], ...names: string[]): string | undefined {
  const files = directories.flatMap((directory) => names.map((name) => `${directory}/${name}`));
  const found = files.find((file) => existsSync(file));
  return found && readFileSync(found, 'utf8').trim();
}

describe('signals', () => {
  it('reach the command itself', async () => {
    const plan = makePlan(
      image,
      ['pid=host'],
      ['sh', '-c', 'trap "echo got it; exit 5" TERM; echo ready; while :; do sleep 0.1; done'],
    );
    const started = await startBuiltin(plan, true);
    started.child.stdout?.once('data', () => started.child.kill('SIGTERM'));
    expect(await outcome(started)).toMatchObject({ status: 5, stdout: expect.stringContaining('got it') });
  });

  it('end what the command left running', async () => {
    const { stdout } = await sh(['pid=host'], 'sleep 300 >/dev/null 2>&1 & echo $!');
    await until(() => processStatus(Number(stdout)) === undefined, 'the end of the orphan');
  });
});
