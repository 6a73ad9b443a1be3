/** Section 1. */
import {
  all,
  DOCKER,
  fileIs,
  having,
  info,
  PODMAN,
  ROOTLESS,
  same,
  settings,
  unreadable,
  without,
} from '../../core/bench/evidence.ts';
import type { Case } from './types.ts';

const engine = (over: Partial<typeof DOCKER.engine>) => having({ engine: { ...DOCKER.engine, ...over } });

const audit = (...rules: string[]) => having({ auditRules: { ok: { from: 'kernel', rules } } });

const group = (...members: string[]) => having({ dockerGroup: { ok: { exists: true, members } } });

/** Id → the file that must be watched. */
const WATCHED: readonly [string, string][] = [
  ['1.1.3', '/usr/bin/dockerd'],
  ['1.1.4', '/run/containerd'],
  ['1.1.5', '/var/lib/docker/165536.165536'],
  ['1.1.6', '/etc/docker'],
  ['1.1.7', '/usr/lib/systemd/system/docker.service'],
  ['1.1.8', '/run/containerd/containerd.sock'],
  ['1.1.9', '/usr/lib/systemd/system/docker.socket'],
  ['1.1.10', '/etc/default/docker'],
  ['1.1.11', '/etc/docker/daemon.json'],
  ['1.1.12', '/etc/containerd/config.toml'],
  ['1.1.13', '/etc/sysconfig/docker'],
  ['1.1.14', '/usr/bin/containerd'],
  ['1.1.15', '/usr/bin/containerd-shim'],
  ['1.1.16', '/usr/bin/containerd-shim-runc-v1'],
  ['1.1.17', '/usr/bin/containerd-shim-runc-v2'],
  ['1.1.18', '/usr/bin/runc'],
];

export const HOST_CASES: readonly Case[] = [
  ['1.1.1', 'pass', 'with userns-remap the folder above is mounted', same],
  ['1.1.1', 'fail', 'it is part of /', having({ mounts: { ok: ['/'] } })],
  ['1.1.1', 'fail', 'only a folder above is mounted', having({ mounts: { ok: ['/', '/var'] } })],
  ['1.1.1', 'fail', 'the name of a mount only begins so', having({ mounts: { ok: ['/', '/var/lib/dock'] } })],
  [
    '1.1.1',
    'pass',
    'without userns-remap it is mounted itself',
    info({ dataRoot: '/var/lib/docker', securityOptions: [] }),
  ],
  [
    '1.1.1',
    'fail',
    'without userns-remap only the folder above is',
    info({ dataRoot: '/var/lib/docker/x', securityOptions: [] }),
  ],
  ['1.1.1', 'pass', "a user's is on /home", () => ROOTLESS],
  ['1.1.1', 'fail', "a user's is on /", () => having({ mounts: { ok: ['/'] } })(ROOTLESS)],
  ['1.1.1', 'not-applicable', 'the engine does not say where', info({ dataRoot: '' })],

  ['1.1.2', 'pass', 'all are trusted', same],
  ['1.1.2', 'pass', 'there are no members', group()],
  ['1.1.2', 'fail', 'one is not trusted', group('ann', 'bob')],
  ['1.1.2', 'fail', 'a name is part of a trusted one', group('an')],
  ['1.1.2', 'info', 'nobody said who is trusted', ({ trustedUsers: _, ...rest }) => rest],
  [
    '1.1.2',
    'not-applicable',
    'there is no such group',
    having({ dockerGroup: { ok: { exists: false, members: [] } } }),
  ],

  ...WATCHED.flatMap(([id, path]): Case[] => [
    [id, 'pass', 'a rule watches it', audit(`-w ${path} -p rwxa -k docker`)],
    [id, 'pass', 'a system call rule watches it', audit(`-a always,exit -F path=${path} -F perm=wa -F key=docker`)],
    [id, 'fail', 'no rule does', audit('-a always,exit -S mount', '-w /etc/passwd -p wa')],
    [id, 'fail', 'a rule names what only begins so', audit(`-w ${path}.old -p wa`)],
    [id, 'fail', 'a rule is only a comment', audit(`# -w ${path}`)],
    [
      id,
      'not-applicable',
      'there is no such file',
      all(without(path), without('/run/docker/containerd/containerd.sock')),
    ],
    [id, 'error', 'it cannot be looked at', unreadable(path)],
  ]),
  [
    '1.1.3',
    'pass',
    'another dockerd runs, and is watched',
    (evidence) => ({
      ...audit('-w /opt/dockerd')(fileIs('/opt/dockerd', {})(evidence)),
      processes: { ok: [{ name: 'dockerd', pid: 1, uid: 0, exe: '/opt/dockerd', argv: ['/opt/dockerd'] }] },
    }),
  ],
  ...['dockerd', 'runc'].map(
    (name): Case => [
      name === 'runc' ? '1.1.18' : '1.1.3',
      'fail',
      'it is in sbin, and the engine does not tell',
      all(
        having({ processes: { missing: 'x' } }),
        info({ runtime: 'runc' }),
        without(`/usr/bin/${name}`),
        fileIs(`/usr/sbin/${name}`, {}),
      ),
    ],
  ),
  ['1.1.5', 'pass', "podman's store is watched", () => audit('-w /var/lib/containers -p wa')(PODMAN)],
  ['1.1.5', 'fail', "podman's store is not", () => audit('-w /var/lib/docker -p wa')(PODMAN)],
  ['1.1.6', 'pass', 'by the folder above', audit('-a exit,always -F dir=/etc -F perm=wa')],
  ['1.1.6', 'fail', 'a path= rule on the folder above is not deep', audit('-a always,exit -F path=/etc -F perm=wa')],
  ['1.1.6', 'fail', 'a rule says never', audit('-a never,exit -F dir=/etc/docker', '-w /etc/docker')],
  [
    '1.1.7',
    'not-applicable',
    'systemd has no unit',
    having({ units: { ok: { 'docker.service': '', 'docker.socket': '', 'podman.service': '', 'podman.socket': '' } } }),
  ],
  ['1.1.7', 'error', 'systemd does not answer', having({ units: { missing: 'timeout' } })],
  [
    '1.1.7',
    'pass',
    'by its other name',
    (evidence) =>
      audit('-w /lib/systemd/system')(
        fileIs('/usr/lib/systemd/system/docker.service', { real: '/lib/systemd/system/docker.service' })(evidence),
      ),
  ],
  ['1.1.11', 'pass', 'by the folder it lies in', audit('-w /etc/docker -p wa')],
  [
    '1.1.18',
    'pass',
    'of another runtime',
    (evidence) => audit('-w /usr/bin/crun')(info({ runtime: '/usr/bin/crun' })(fileIs('/usr/bin/crun', {})(evidence))),
  ],

  ['1.2.1', 'note', 'always', same],
  ['1.2.2', 'note', 'the version is known', same],
  ['1.2.2', 'note', 'the version is not known', engine({ version: '' })],
  [
    '1.1.11',
    'pass',
    'at the place the daemon was told',
    (evidence) =>
      audit('-w /srv/daemon.json')(
        having({ daemonFile: { ok: { path: '/srv/daemon.json', value: {} } } })(
          fileIs('/srv/daemon.json', {})(settings({})(evidence)),
        ),
      ),
  ],
];
