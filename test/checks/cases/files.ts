/** Section 3. */
import {
  all,
  fileIs,
  flags,
  having,
  PODMAN,
  ROOTLESS,
  same,
  settings,
  unreadable,
  without,
} from '../../core/bench/evidence.ts';
import type { Case } from './types.ts';

/** Ids of owner and mode, the file, a mode that is too wide although it is the smaller number where that can be, a stricter one. */
const FILES: readonly [owner: string, mode: string, path: string, wide: number, strict: number][] = [
  ['3.1', '3.2', '/usr/lib/systemd/system/docker.service', 0o622, 0o600],
  ['3.3', '3.4', '/usr/lib/systemd/system/docker.socket', 0o620, 0o444],
  ['3.5', '3.6', '/etc/docker', 0o722, 0o700],
  ['3.7', '3.8', '/etc/docker/certs.d/r/ca.crt', 0o422, 0o400],
  ['3.9', '3.10', '/etc/docker/tls/ca.pem', 0o244, 0o400],
  ['3.11', '3.12', '/etc/docker/tls/cert.pem', 0o424, 0o440],
  ['3.13', '3.14', '/etc/docker/tls/key.pem', 0o440, 0o000],
  ['3.15', '3.16', '/run/docker.sock', 0o606, 0o600],
  ['3.17', '3.18', '/etc/docker/daemon.json', 0o602, 0o640],
  ['3.19', '3.20', '/etc/default/docker', 0o642, 0o400],
  ['3.22', '3.21', '/etc/sysconfig/docker', 0o646, 0o600],
  ['3.23', '3.24', '/run/containerd/containerd.sock', 0o622, 0o600],
];

const noCertificates = having({ certificates: { ok: [] } });
const noUnits = having({
  units: { ok: { 'docker.service': '', 'docker.socket': '', 'podman.service': '', 'podman.socket': '' } },
});
const absent: Readonly<Record<string, typeof same>> = {
  '3.7': noCertificates,
  '3.8': noCertificates,
  '3.23': all(without('/run/containerd/containerd.sock'), without('/run/docker/containerd/containerd.sock')),
  '3.24': all(without('/run/containerd/containerd.sock'), without('/run/docker/containerd/containerd.sock')),
};

export const FILES_CASES: readonly Case[] = [
  ...FILES.flatMap(([owner, mode, path, wide, strict]): Case[] => [
    [owner, 'pass', 'as it should be', same],
    [owner, 'fail', "a user's", fileIs(path, { uid: 1000, owner: 'eve' })],
    [owner, 'fail', "a group's", fileIs(path, { gid: 100, group: 'users' })],
    [owner, 'not-applicable', 'not there', absent[owner] ?? without(path)],
    [owner, 'error', 'cannot be looked at', unreadable(path)],
    [mode, 'pass', 'as it should be', same],
    [mode, 'pass', 'stricter', fileIs(path, { mode: strict })],
    [mode, 'fail', 'too wide', fileIs(path, { mode: wide })],
    [mode, 'fail', 'for everyone', fileIs(path, { mode: 0o777 })],
    [mode, 'not-applicable', 'not there', absent[mode] ?? without(path)],
    [mode, 'error', 'cannot be looked at', unreadable(path)],
  ]),
  ['3.1', 'not-applicable', 'systemd has no unit', noUnits],
  ['3.1', 'error', 'systemd does not answer', having({ units: { missing: 'timeout' } })],
  [
    '3.1',
    'fail',
    "podman's unit is a user's",
    () => fileIs('/usr/lib/systemd/system/podman.service', { uid: 7 })(PODMAN),
  ],
  ['3.6', 'fail', "podman's folder", () => fileIs('/etc/containers', { mode: 0o777 })(PODMAN)],
  ['3.7', 'fail', "a folder of certificates is a user's", fileIs('/etc/docker/certs.d/r', { uid: 1000 })],
  ['3.8', 'pass', 'a folder must be searched', fileIs('/etc/docker/certs.d/r', { mode: 0o755 })],
  ['3.7', 'error', 'the folder cannot be read', having({ certificates: { missing: 'EACCES' } })],
  ['3.9', 'not-applicable', 'no TLS', flags()],
  [
    '3.9',
    'pass',
    'where docker looks when it is not told',
    all(settings({ tlsverify: true }), fileIs('/root/.docker/ca.pem', { mode: 0o400 })),
  ],
  ['3.10', 'fail', 'by a flag', all(flags('--tlscacert', '/srv/ca'), fileIs('/srv/ca', { mode: 0o666 }))],
  ['3.9', 'error', 'daemon.json is damaged', having({ daemonFile: { missing: 'no JSON' } })],
  ['3.9', 'error', 'no process is seen', having({ processes: { missing: 'hidepid' } })],
  ['3.15', 'pass', "root's only", fileIs('/run/docker.sock', { gid: 0, group: 'root' })],
  ['3.15', 'pass', "a user's own", () => ROOTLESS],
  ['3.15', 'fail', "another user's", () => fileIs('/run/user/1000/podman/podman.sock', { uid: 1001 })(ROOTLESS)],
  [
    '3.16',
    'fail',
    "a user's, for everyone",
    () => fileIs('/run/user/1000/podman/podman.sock', { mode: 0o666 })(ROOTLESS),
  ],
  ['3.18', 'fail', "podman's settings", () => fileIs('/etc/containers/containers.conf', { mode: 0o666 })(PODMAN)],
  [
    '3.24',
    'fail',
    'of the containerd that the daemon started',
    all(without('/run/containerd/containerd.sock'), fileIs('/run/docker/containerd/containerd.sock', { mode: 0o666 })),
  ],
  [
    '3.23',
    'fail',
    'where the daemon was told',
    all(flags('--containerd=/srv/c.sock'), fileIs('/srv/c.sock', { uid: 3 })),
  ],
];
