import { describe, expect, it } from 'vitest';
import { CAPABILITIES, DEFAULT_CAPABILITIES } from '../../src/core/capabilities.ts';
import { SpcError } from '../../src/core/errors.ts';
import type { Image, RunOption, RunSpec } from '../../src/core/types.ts';
import { type BuiltinContext, planBuiltin } from '../../src/engines/builtin.ts';

const IMAGE: Image = {
  id: `sha256:${'1'.repeat(64)}`,
  tags: ['localhost/tools:latest'],
  repoDigests: [],
  labels: { RUN: 'x' },
  cmd: ['bash'],
  entrypoint: [],
  env: ['PATH=/bin', 'LANG=C'],
  user: '',
  workdir: '',
  architecture: 'amd64',
};

const CONTEXT: BuiltinContext = {
  id: 'abcdef0123456789'.repeat(4),
  name: 'made-up',
  hostname: 'thehost',
  environment: { GIVEN: 'from caller' },
  terminal: true,
  selinux: false,
  terminalInjection: false,
  pids: { other: 42 },
};

/** `['network=host', 'rm']` → options. */
function options(words: string[]): RunOption[] {
  return words.map((word) => {
    const at = word.indexOf('=');
    const [name, value] = at < 0 ? [word, 'true'] : [word.slice(0, at), word.slice(at + 1)];
    return { name, value, words: [`--${word}`] };
  });
}

const spec = (words: string[], command: string[] = []): RunSpec => ({
  program: 'docker',
  globals: [],
  options: options(words),
  image: 'tools',
  command,
});

const plan = (words: string[], context: Partial<BuiltinContext> = {}, image: Partial<Image> = {}) =>
  planBuiltin(spec(['network=host', ...words]), { ...IMAGE, ...image }, { ...CONTEXT, ...context });

function failure(act: () => unknown): SpcError {
  try {
    act();
  } catch (error) {
    if (error instanceof SpcError) return error;
  }
  throw new Error('nothing was refused');
}

describe('an ordinary container', () => {
  it('has what docker gives', () => {
    const made = plan([]);
    expect(made.argv).toEqual(['bash']);
    expect(made.cwd).toBe('/');
    expect(made.namespaces).toEqual({ net: 'host', ipc: 'new', uts: 'new', pid: 'new' });
    expect(made.confinement.capabilities.toSorted()).toEqual([...DEFAULT_CAPABILITIES].toSorted());
    expect(made.masked).toBe(true);
    expect(made.shmSize).toBe(64 * 1024 * 1024);
    expect(made.env).toEqual(['PATH=/bin', 'HOSTNAME=thehost', 'LANG=C']);
    expect(made.labels).toEqual({ RUN: 'x' });
    expect(made.imageId).toBe(IMAGE.id);
  });

  it('says that no seccomp profile applies, unless told that none shall', () => {
    expect(plan([]).warnings.join()).toContain('seccomp');
    expect(plan(['security-opt=seccomp=unconfined']).warnings).toEqual([]);
    expect(plan(['privileged']).warnings).toEqual([]);
  });

  it('is called after its id where it has a network of its own', () => {
    const made = planBuiltin(spec(['network=none']), IMAGE, CONTEXT);
    expect(made.hostname).toBe('abcdef012345');
    expect(made.env).toContain('HOSTNAME=abcdef012345');
    expect(made.namespaces.net).toBe('new');
  });
});

describe('the options it honours', () => {
  it.each<[string, string[], Record<string, unknown>]>([
    ['privileged', ['privileged'], { masked: false }],
    ['detach', ['detach'], { detach: true }],
    ['interactive and tty', ['interactive', 'tty'], { interactive: true, tty: true }],
    ['a boolean that is off', ['privileged=false'], { masked: true }],
    ['name', ['name=x1'], { name: 'x1' }],
    ['workdir', ['workdir=/a/../b/'], { cwd: '/b' }],
    ['read-only', ['read-only'], { readOnlyRoot: true }],
    ['hostname', ['hostname=h'], { hostname: 'h' }],
    ['the host’s name', ['uts=host'], { hostname: 'thehost' }],
    ['shm-size', ['shm-size=1g'], { shmSize: 1024 ** 3 }],
    ['limits', ['memory=100m', 'cpus=1.5', 'pids-limit=20'], { limits: { memory: 104857600, cpus: 1.5, pids: 20 } }],
    ['limits that are none', ['memory=0', 'cpus=0', 'pids-limit=-1'], { limits: {} }],
    ['ulimit', ['ulimit=nofile=10:20'], { ulimits: [{ name: 'nofile', soft: 10, hard: 20 }] }],
    ['one number as ulimit', ['ulimit=core=-1'], { ulimits: [{ name: 'core', soft: -1, hard: -1 }] }],
    ['labels', ['label=a=b', 'label=c'], { labels: { RUN: 'x', a: 'b', c: '' } }],
    [
      'host namespaces',
      ['pid=host', 'ipc=host'],
      { namespaces: { net: 'host', pid: 'host', ipc: 'host', uts: 'new' } },
    ],
    [
      'another container’s namespace',
      ['pid=container:other'],
      { namespaces: { net: 'host', pid: { path: '/proc/42/ns/pid' }, ipc: 'new', uts: 'new' } },
    ],
    [
      'a namespace by path',
      ['network=ns:/run/netns/x'],
      { namespaces: { net: { path: '/run/netns/x' }, pid: 'new', ipc: 'new', uts: 'new' } },
    ],
    [
      'a volume',
      ['volume=/:/host'],
      { binds: [{ source: '/', target: '/host', readonly: false, propagation: 'private', create: true }] },
    ],
    [
      'a volume with options',
      ['volume=/a:/b/:ro,rslave'],
      { binds: [{ source: '/a', target: '/b', readonly: true, propagation: 'slave', create: true }] },
    ],
    [
      'the last of two for one target',
      ['volume=/a:/t', 'volume=/b:/t'],
      { binds: [expect.objectContaining({ source: '/b' })] },
    ],
    ['a fresh directory', ['volume=/data'], { binds: [] }],
    [
      'a bind by --mount',
      ['mount=type=bind,src=/a,dst=/b,readonly'],
      { binds: [{ source: '/a', target: '/b', readonly: true, propagation: 'private', create: false }] },
    ],
    [
      'a tmpfs',
      ['tmpfs=/run:size=1m,mode=700,exec'],
      {
        tmpfs: [{ target: '/run', options: 'size=1m,mode=700', readonly: false, exec: true, suid: false, dev: false }],
      },
    ],
    [
      'a tmpfs by --mount',
      ['mount=type=tmpfs,target=/t,tmpfs-size=5m'],
      { tmpfs: [{ target: '/t', options: 'size=5m', readonly: false, exec: false, suid: false, dev: false }] },
    ],
    ['a device', ['device=/dev/fuse'], { devices: [{ source: '/dev/fuse', target: '/dev/fuse' }] }],
    [
      'a device by another name',
      ['device=/dev/fuse:/dev/f:rwm'],
      { devices: [{ source: '/dev/fuse', target: '/dev/f' }] },
    ],
    ['unmasked paths', ['security-opt=systempaths=unconfined'], { masked: false }],
    ['what needs nothing', ['rm', 'restart=no', 'pull=never', 'init=false', 'userns=host', 'expose=80'], {}],
  ])('%s', (_name, words, expected) => {
    expect(plan(words)).toMatchObject(expected);
  });

  it('takes variables from the option, the caller, or drops them', () => {
    const { env } = plan(['env=A=1=2', 'env=GIVEN', 'env=LANG', 'env=HOSTNAME=mine', 'tty']);
    expect(env).toEqual(['PATH=/bin', 'HOSTNAME=mine', 'TERM=xterm', 'A=1=2', 'GIVEN=from caller']);
  });

  it('does not inherit what every object has', () => {
    expect(plan(['env=constructor']).env).not.toContainEqual(expect.stringContaining('constructor'));
  });

  it('sets the user, its groups and what it may not gain', () => {
    const { confinement } = plan(['user=app:web', 'group-add=5', 'security-opt=no-new-privileges']);
    expect(confinement).toMatchObject({ user: 'app:web', groups: ['5'], noNewPrivileges: true });
    expect(plan([], {}, { user: 'nobody' }).confinement.user).toBe('nobody');
  });

  it.each<[string[], number]>([
    [['cap-drop=ALL'], 0],
    [['cap-drop=all', 'cap-add=sys_ptrace'], 1],
    [['cap-drop=CAP_CHOWN'], 13],
    [['cap-add=SYS_ADMIN', 'cap-add=CHOWN'], 15],
    [['cap-add=ALL'], CAPABILITIES.length],
    [['cap-add=ALL', 'cap-drop=SYS_ADMIN'], CAPABILITIES.length - 1],
    [['privileged'], CAPABILITIES.length],
    [['privileged', 'cap-drop=SYS_MODULE'], CAPABILITIES.length - 1],
    [['privileged', 'cap-drop=ALL', 'cap-add=CHOWN'], 1],
  ])('%j leaves %i capabilities', (words, count) => {
    expect(plan(words).confinement.capabilities).toHaveLength(count);
  });

  it.each<[Partial<Image>, string[], string[], string[]]>([
    [{ entrypoint: ['/e', 'a'], cmd: ['b'] }, [], [], ['/e', 'a', 'b']],
    [{ entrypoint: ['/e'], cmd: ['b'] }, [], ['c', 'd'], ['/e', 'c', 'd']],
    [{ entrypoint: ['/e'], cmd: ['b'] }, ['entrypoint=/x'], [], ['/x']],
    [{ entrypoint: ['/e'], cmd: ['b'] }, ['entrypoint='], ['c'], ['c']],
  ])('%j with %j and %j runs %j', (image, words, command, argv) => {
    const made = planBuiltin(spec(['network=host', ...words], command), { ...IMAGE, ...image }, CONTEXT);
    expect(made.argv).toEqual(argv);
  });

  it('warns of SELinux labels where there is no SELinux', () => {
    expect(plan(['volume=/a:/b:Z']).warnings.join()).toContain('SELinux');
  });

  it('warns that a shared terminal can be typed on', () => {
    expect(plan(['tty'], { terminalInjection: true }).warnings.join()).toContain('tiocsti');
    expect(plan(['tty', 'privileged'], { terminalInjection: true }).warnings).toEqual([]);
  });
});

describe('the options it cannot honour', () => {
  it.each([
    'publish=80:80',
    'publish-all',
    'dns=1.1.1.1',
    'add-host=a:1',
    'link=x',
    'ip=1.2.3.4',
    'mac-address=x',
    'network-alias=a',
    'restart=always',
    'volumes-from=x',
    'init',
    'sysctl=a=b',
    'env-file=/x',
    'log-driver=syslog',
    'health-cmd=x',
    'gpus=all',
    'cpu-shares=5',
    'cpuset-cpus=0',
    'memory-swap=1g',
    'blkio-weight=9',
    'cgroup-parent=x',
    'device-cgroup-rule=a',
    'oom-kill-disable',
    'runtime=kata',
    'cidfile=/x',
    'pull=always',
    'platform=linux/arm64',
    'attach=stdout',
    'replace',
    'userns=keep-id',
    'cgroupns=private',
    'ipc=none',
    'pid=container:nobody',
    'network=bridge',
    'network=mynet',
    'uts=x',
    'security-opt=seccomp=/p.json',
    'security-opt=apparmor=docker-default',
    'security-opt=mask=/x',
    'volume=named:/x',
    'volume=/a:/b:U',
    'volume=/a:/',
    'volume=/a:/proc/sys',
    'volume=/a:relative',
    'volume=/a:/b:ro:x',
    'mount=type=volume,target=/x',
    'mount=target=/x',
    'mount=type=bind,src=rel,dst=/x',
    'mount=type=bind,src=/a,dst=/b,bind-nonrecursive',
    'mount=type=npipe,target=/x',
    'tmpfs=/x:huge=always',
    'device=/dev/sda:r',
    'device=disk',
    'memory=lots',
    'cpus=-1',
    'ulimit=nofile',
    'ulimit=x=1',
    'cap-add=FLY',
    'workdir=rel',
    'constructor=x',
    'sig-proxy=false',
  ])('--%s', (word) => {
    const error = failure(() => plan([word]));
    expect(error.code).toBe('unsupported');
    expect(error.message).toBe(`the builtin engine cannot honour --${word}`);
    expect(error.why).not.toBe('');
  });

  it('lists all of them at once', () => {
    const error = failure(() => planBuiltin(spec(['publish=80:80', 'restart=always', 'rm']), IMAGE, CONTEXT));
    expect(error.message).toBe(
      'the builtin engine cannot honour --publish=80:80, --restart=always, --network=bridge (the default)',
    );
    expect(error.hint).toContain('--network host or none');
  });

  it('options of the engine itself', () => {
    const error = failure(() => planBuiltin({ ...spec(['network=host']), globals: ['--host', 'x'] }, IMAGE, CONTEXT));
    expect(error.message).toContain('--host x');
  });

  it.each(['/proc/self/fd/7', '/x/../proc/thread-self/fd', '/proc/1/task/1/fd/3'])('a working directory %s', (path) => {
    expect(failure(() => plan([`workdir=${path}`])).why).toContain('CVE-2024-21626');
    expect(failure(() => plan([], {}, { workdir: path })).why).toContain('CVE-2024-21626');
  });

  it('a terminal where there is none, or for a detached container', () => {
    expect(failure(() => plan(['tty'], { terminal: false })).message).toContain('--tty');
    expect(failure(() => plan(['tty', 'detach'])).message).toContain('--tty with --detach');
  });

  it('SELinux labels where SELinux is in force', () => {
    expect(failure(() => plan(['volume=/a:/b:z'], { selinux: true })).message).toContain('--volume=/a:/b:z');
    expect(failure(() => plan(['security-opt=label=type:x'], { selinux: true })).code).toBe('unsupported');
    expect(plan(['security-opt=label=disable'], { selinux: true }).masked).toBe(true);
  });

  it('a device by another name in a privileged container', () => {
    expect(failure(() => plan(['privileged', 'device=/dev/a:/dev/b'])).message).toContain('--device');
  });
});

it.each(['../x', '', '-x', 'a/b', 'a b'])('the name %j is refused', (name) => {
  expect(failure(() => plan([`name=${name}`])).code).toBe('usage');
});

it('an image without a command needs one', () => {
  expect(failure(() => plan([], {}, { cmd: [] })).code).toBe('usage');
});
