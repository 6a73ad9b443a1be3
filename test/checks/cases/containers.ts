/** Section 5, and the community's checks. */
import type { MountEvidence } from '../../../src/core/bench/types.ts';
import {
  all,
  CONTAINER,
  container,
  flags,
  having,
  network,
  PODMAN,
  processes,
  ROOTLESS,
  same,
  settings,
  swarm,
} from '../../core/bench/evidence.ts';
import type { Case } from './types.ts';

const unseen = { process: { missing: 'no root' } };

const mount = (source: string, over: Partial<MountEvidence> = {}) =>
  container({
    mounts: [{ type: 'bind', source, destination: '/x', writable: true, propagation: 'rprivate', ...over }],
  });

const port = (hostIp: string, hostPort = 8080) => container({ ports: [{ port: '80/tcp', hostIp, hostPort }] });

const restart = (name: string, maximumRetryCount = 0) => container({ restart: { name, maximumRetryCount } });

const modules = (apparmor: boolean, selinux: boolean) => having({ modules: { ok: { apparmor, selinux } } });

const silent = all(container({ securityOpt: [] }), flags());

export const CONTAINERS_CASES: readonly Case[] = [
  ['5.1', 'pass', 'off', same],
  ['5.1', 'fail', 'on', swarm()],
  ['5.1', 'fail', 'locked', swarm({ state: 'locked' })],

  ['5.2', 'pass', 'it has a profile', same],
  ['5.2', 'fail', 'none', container({ appArmorProfile: '' })],
  ['5.2', 'fail', 'unconfined', container({ appArmorProfile: 'unconfined' })],
  ['5.2', 'not-applicable', 'no AppArmor', all(modules(false, true), container({ appArmorProfile: '' }))],
  ['5.2', 'not-applicable', 'rootless', () => container({ appArmorProfile: '' })(ROOTLESS)],

  ['5.3', 'pass', 'it has a label', same],
  ['5.3', 'fail', 'none, although it has other options', container({ processLabel: '', securityOpt: ['seccomp=x'] })],
  ['5.3', 'fail', 'disabled', container({ securityOpt: ['label=disable'] })],
  ['5.3', 'fail', 'one that confines nothing', container({ processLabel: 'system_u:system_r:spc_t:s0' })],
  ['5.3', 'not-applicable', 'no SELinux', all(modules(true, false), container({ processLabel: '' }))],

  ['5.4', 'pass', 'none added', same],
  ['5.4', 'pass', 'one of the default', container({ capAdd: ['CAP_CHOWN', 'net_raw'] })],
  ['5.4', 'fail', 'one more', container({ capAdd: ['CAP_SYS_ADMIN'] })],
  ['5.4', 'fail', 'one that contains the name of a default', container({ capAdd: ['SYS_CHROOTX'] })],
  ['5.4', 'fail', 'all', container({ capAdd: ['all'] })],
  ['5.4', 'fail', 'privileged, and none added', container({ privileged: true })],

  ['5.5', 'pass', 'not', same],
  ['5.5', 'fail', 'privileged', container({ privileged: true })],

  ['5.6', 'pass', 'no mounts', same],
  ['5.6', 'pass', 'a folder of its own', mount('/srv/web')],
  ['5.6', 'fail', '/', mount('/')],
  ['5.6', 'fail', '/etc, read-only', mount('/etc', { writable: false })],
  ['5.6', 'fail', '/etc/', mount('/etc/')],
  ['5.6', 'fail', 'a file in /etc, writable', mount('/etc/hosts')],
  ['5.6', 'pass', 'a file in /etc, read-only', mount('/etc/localtime', { writable: false })],
  ['5.6', 'fail', 'the hashes, read-only', mount('/etc/shadow', { writable: false })],
  ['5.6', 'fail', '/var/run', mount('/var/run')],
  ['5.6', 'fail', '/root', mount('/root', { writable: false })],
  ['5.6', 'fail', '..', mount('/srv/../etc')],
  ['5.6', 'pass', 'what only begins so', mount('/etcetera')],
  ['5.6', 'fail', "the engine's store", mount('/var/lib/docker', { writable: false })],
  ['5.6', 'pass', 'a volume', mount('/var/lib/docker/volumes/v/_data', { type: 'volume' })],

  ['5.7', 'pass', 'none', same],
  ['5.7', 'fail', 'sshd', processes({ programs: ['sh', 'sshd'] })],
  ['5.7', 'pass', 'a client', processes({ programs: ['ssh', 'sshd-keygen'] })],
  ['5.7', 'error', 'processes cannot be seen', container(unseen)],

  ['5.8', 'pass', 'none', same],
  ['5.8', 'pass', '1024', port('192.0.2.1', 1024)],
  ['5.8', 'fail', '1023', port('192.0.2.1', 1023)],
  ['5.8', 'fail', 'on IPv6', port('2001:db8::1', 80)],

  ['5.9', 'pass', 'none', same],
  ['5.9', 'info', 'one', port('192.0.2.1')],

  ['5.10', 'pass', 'its own', same],
  ['5.10', 'fail', "the host's, by /proc", processes({ shared: ['net'] })],
  ['5.10', 'fail', "the host's, by the engine", container({ ...unseen, networkMode: 'host' })],
  ['5.10', 'pass', 'its own, by the engine', container({ ...unseen, networkMode: 'bridge' })],
  ['5.10', 'error', "another's", container({ ...unseen, networkMode: 'container:abc' })],
  ['5.10', 'pass', "docker's rootless `host` is not the host's", container({ networkMode: 'host' })],

  ['5.11', 'pass', 'limited', same],
  ['5.11', 'fail', 'not', container({ memory: 0 })],

  ['5.12', 'pass', 'a number of processors', same],
  ['5.12', 'fail', 'nothing', container({ nanoCpus: 0 })],
  ['5.12', 'pass', 'a quota', container({ nanoCpus: 0, cpuQuota: 50000 })],
  ['5.12', 'pass', 'a set', container({ nanoCpus: 0, cpusetCpus: '0' })],
  ['5.12', 'pass', 'a share', container({ nanoCpus: 0, cpuShares: 512 })],
  ['5.12', 'fail', 'no quota', container({ nanoCpus: 0, cpuQuota: -1 })],

  ['5.13', 'pass', 'read-only', same],
  ['5.13', 'fail', 'writable', container({ readOnlyRootfs: false })],

  ['5.14', 'pass', 'none', same],
  ['5.14', 'pass', 'one address', port('127.0.0.1')],
  ['5.14', 'fail', '0.0.0.0', port('0.0.0.0')],
  ['5.14', 'fail', '::', port('::')],
  ['5.14', 'fail', "podman's way to say it", () => port('')(PODMAN)],

  ['5.15', 'pass', 'five times', same],
  ['5.15', 'pass', 'not at all', restart('no')],
  ['5.15', 'pass', "podman's way to say it", restart('')],
  ['5.15', 'fail', 'six times', restart('on-failure', 6)],
  ['5.15', 'fail', 'any number of times', restart('on-failure', 0)],
  ['5.15', 'fail', 'always', restart('always')],
  ['5.15', 'fail', 'always, with a number that counts for nothing', restart('always', 3)],
  ['5.15', 'fail', 'unless-stopped', restart('unless-stopped')],

  ['5.16', 'pass', 'its own', same],
  ['5.16', 'fail', "the host's, by /proc", processes({ shared: ['pid'] })],
  ['5.16', 'fail', "the host's, by the engine", container({ ...unseen, pidMode: 'host' })],

  ['5.17', 'pass', 'its own', same],
  ['5.17', 'fail', "the host's, by /proc", processes({ shared: ['ipc'] })],
  ['5.17', 'fail', "the host's, by the engine", container({ ...unseen, ipcMode: 'host' })],
  [
    '5.17',
    'error',
    'podman says shareable whatever it is',
    () => container({ ...unseen, ipcMode: 'shareable' })(PODMAN),
  ],
  ['5.17', 'pass', "docker's shareable is its own", container({ ...unseen, ipcMode: 'shareable' })],

  ['5.18', 'pass', 'none', same],
  ['5.18', 'info', 'one', container({ devices: ['/dev/sda'] })],
  ['5.18', 'info', 'a request', container({ deviceRequests: ['nvidia'] })],
  ['5.18', 'info', 'a rule', container({ deviceCgroupRules: ['c 1:3 rwm'] })],
  ['5.18', 'info', 'privileged', container({ privileged: true })],

  ['5.19', 'pass', 'some', same],
  ['5.19', 'info', 'none', container({ ulimits: [] })],

  ['5.20', 'pass', 'none', same],
  ['5.20', 'pass', 'a slave', mount('/srv', { propagation: 'rslave' })],
  ['5.20', 'fail', 'shared', mount('/srv', { propagation: 'shared' })],
  ['5.20', 'fail', 'rshared', mount('/srv', { propagation: 'rshared' })],

  ['5.21', 'pass', 'its own', same],
  ['5.21', 'fail', "the host's, by /proc", processes({ shared: ['uts'] })],
  ['5.21', 'fail', "the host's, by the engine", container({ ...unseen, utsMode: 'host' })],

  ['5.22', 'pass', 'a filter', same],
  ['5.22', 'fail', 'unconfined', container({ securityOpt: ['seccomp=unconfined'] })],
  ['5.22', 'fail', 'in the old spelling', container({ securityOpt: ['seccomp:unconfined'] })],
  ['5.22', 'fail', 'privileged', container({ ...unseen, privileged: true })],
  ['5.22', 'fail', 'none, as the kernel says', processes({ seccomp: 0 })],
  ['5.22', 'pass', 'privileged with a profile', all(processes({ seccomp: 2 }), container({ privileged: true }))],

  ...['5.23', '5.24', '5.28'].flatMap((id): Case[] => [
    [id, 'note', 'one runs', same],
    [id, 'not-applicable', 'none runs', container({ running: false })],
  ]),

  ['5.25', 'pass', 'the default', same],
  ['5.25', 'fail', 'another', container({ cgroupParent: '/own' })],
  ['5.25', 'pass', "podman's default", () => container({ cgroupParent: 'machine.slice' })(PODMAN)],
  ['5.25', 'pass', "podman's default for a user", () => container({ cgroupParent: 'user.slice' })(ROOTLESS)],
  ['5.25', 'pass', "a pod's", () => container({ cgroupParent: '/libpod_parent/0123' })(PODMAN)],
  ['5.25', 'pass', "a pod's, by systemd", () => container({ cgroupParent: 'machine-libpod_pod_0123.slice' })(PODMAN)],
  ['5.25', 'fail', 'another with podman', () => container({ cgroupParent: 'machine.slices' })(PODMAN)],

  ['5.26', 'pass', 'its own option', all(flags(), container({ securityOpt: ['no-new-privileges'] }))],
  ['5.26', 'pass', 'with a value', all(flags(), container({ securityOpt: ['no-new-privileges:true'] }))],
  [
    '5.26',
    'pass',
    "the daemon's default",
    all(container({ securityOpt: [] }), settings({ 'no-new-privileges': true })),
  ],
  ['5.26', 'fail', 'neither', silent],
  ['5.26', 'fail', 'its own option says no', container({ securityOpt: ['no-new-privileges=false'] })],
  ['5.26', 'error', "the daemon's default is not known", all(silent, having({ daemonFile: { missing: 'EACCES' } }))],
  ['5.26', 'fail', 'podman', () => container({ securityOpt: [] })(PODMAN)],

  ['5.27', 'pass', 'it has one', same],
  ['5.27', 'fail', 'none', container({ healthcheck: false })],

  ['5.29', 'pass', '100', same],
  ['5.29', 'fail', '0', container({ pidsLimit: 0 })],
  ['5.29', 'fail', '-1', container({ pidsLimit: -1 })],
  ['5.29', 'fail', 'null', container({ pidsLimit: null })],

  ['5.30', 'pass', 'another', same],
  [
    '5.30',
    'info',
    'docker0',
    all(
      network({ name: 'bridge', driver: 'bridge', options: { 'com.docker.network.bridge.name': 'docker0' } }),
      container({ networks: ['bridge'] }),
    ),
  ],
  [
    '5.30',
    'info',
    "podman's",
    () => all(network({ name: 'podman', driver: 'bridge' }), container({ networks: ['podman'] }))(PODMAN),
  ],

  ['5.31', 'pass', 'not said', processes({ shared: ['user'] })],
  ['5.31', 'fail', 'said', all(processes({ shared: ['user'] }), container({ usernsMode: 'host' }))],
  ['5.31', 'fail', 'said, and it cannot be seen', container({ ...unseen, usernsMode: 'host' })],
  [
    '5.31',
    'pass',
    "a rootless engine's host is its user's",
    () => container({ ...unseen, usernsMode: 'host' })(ROOTLESS),
  ],

  ['5.32', 'pass', 'none', same],
  ['5.32', 'fail', "docker's", mount('/var/run/docker.sock')],
  ['5.32', 'fail', 'read-only is no help', mount('/run/docker.sock', { writable: false })],
  ['5.32', 'fail', "podman's", mount('/run/podman/podman.sock')],
  ['5.32', 'fail', 'the folder', mount('/run')],
  ['5.32', 'fail', '/', mount('/', { writable: false })],
  ['5.32', 'fail', 'by its name inside', mount('/srv/s', { destination: '/var/run/docker.sock' })],
  ['5.32', 'fail', "a user's", () => mount('/run/user/1000')(ROOTLESS)],
  ['5.32', 'pass', 'a name that only contains it', mount('/srv/docker.sock.d')],

  ...[
    ['C.5.3.1', 'DAC_READ_SEARCH'],
    ['C.5.3.2', 'SYS_MODULE'],
    ['C.5.3.3', 'SYS_ADMIN'],
    ['C.5.3.4', 'SYS_PTRACE'],
  ].flatMap(([id = '', capability = '']): Case[] => [
    [id, 'pass', 'not added', same],
    [id, 'fail', 'added', container({ capAdd: [capability] })],
    [id, 'fail', 'in another spelling', container({ capAdd: [`cap_${capability.toLowerCase()}`] })],
    [id, 'fail', 'all', container({ capAdd: ['ALL'] })],
    [id, 'fail', 'privileged', container({ privileged: true })],
    [id, 'pass', 'one whose name contains it', container({ capAdd: [`${capability}X`] })],
  ]),
  ['5.11', 'not-applicable', 'none runs', having({ containers: { ok: [{ ...CONTAINER, running: false }] } })],
  [
    '5.7',
    'fail',
    'one runs it, another cannot be seen',
    having({
      containers: {
        ok: [
          { ...CONTAINER, ...unseen },
          { ...CONTAINER, process: { ok: { uid: 1, shared: [], seccomp: 2, programs: ['dropbear'] } } },
        ],
      },
    }),
  ],
];
