import { describe, expect, it } from 'vitest';
import { CAPABILITIES, DEFAULT_CAPABILITIES } from '../../src/core/capabilities.ts';
import type { Image } from '../../src/core/types.ts';
import { planBuiltin } from '../../src/engines/builtin.ts';
import { CONTEXT, IMAGE, plan, spec } from './builtin-plan.ts';

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

  it('says that its filter is no full profile, unless told that none shall apply', () => {
    expect(plan([]).warnings.join()).toContain('seccomp');
    expect(plan(['security-opt=seccomp=unconfined']).warnings).toEqual([]);
    expect(plan(['privileged']).warnings).toEqual([]);
  });

  it('that names no network has loopback only, and says so', () => {
    const made = planBuiltin(spec([]), IMAGE, CONTEXT);
    expect(made.namespaces.net).toBe('new');
    expect(made.warnings.join()).toContain('loopback only');
    expect(planBuiltin(spec(['network=none']), IMAGE, CONTEXT).warnings.join()).not.toContain('loopback');
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

  it('says whether system calls are to be filtered', () => {
    expect(plan([]).confinement.seccompWaived).toBe(false);
    expect(plan(['security-opt=seccomp=unconfined']).confinement.seccompWaived).toBe(true);
  });
});
