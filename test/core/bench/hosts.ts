/** Evidence for tests: hosts on which nothing is wrong. */
import { PROGRAM_FOLDERS, PROGRAMS } from '../../../src/core/bench/paths.ts';
import type {
  ContainerEvidence,
  EngineInfo,
  Evidence,
  FileEvidence,
  ImageEvidence,
  Json,
} from '../../../src/core/bench/types.ts';

/** A file that is there. */
export type Present = Extract<FileEvidence, { state: 'present' }>;

/** A file of root's. */
export const ROOTS: Present = {
  state: 'present',
  type: 'file',
  mode: 0o644,
  uid: 0,
  gid: 0,
  owner: 'root',
  group: 'root',
  real: '',
};

const file = (path: string, over: Partial<Present> = {}): [string, FileEvidence] => [
  path,
  { ...ROOTS, real: path, ...over },
];

const folder = (path: string): [string, FileEvidence] => file(path, { type: 'directory', mode: 0o755 });

/** A container with every wall up. */
export const CONTAINER: ContainerEvidence = {
  id: 'c0ffee00112233445566778899aabbccddeeff00112233445566778899aabbcc',
  name: 'web',
  running: true,
  image: { id: 'sha256:1111111111111111', name: 'web:1' },
  labels: {},
  infra: false,
  own: '',
  user: '1000:1000',
  privileged: false,
  capAdd: [],
  capDrop: ['ALL'],
  securityOpt: ['no-new-privileges'],
  appArmorProfile: 'docker-default',
  processLabel: 'system_u:system_r:container_t:s0:c1,c2',
  networkMode: 'front',
  pidMode: '',
  ipcMode: 'private',
  utsMode: '',
  usernsMode: '',
  cgroupParent: '',
  memory: 64 << 20,
  cpuShares: 0,
  nanoCpus: 500_000_000,
  cpuQuota: 0,
  cpusetCpus: '',
  pidsLimit: 100,
  readOnlyRootfs: true,
  restart: { name: 'on-failure', maximumRetryCount: 5 },
  devices: [],
  deviceRequests: [],
  deviceCgroupRules: [],
  ulimits: ['nofile=1024:4096'],
  mounts: [],
  ports: [],
  networks: ['front'],
  healthcheck: true,
  process: { ok: { uid: 101_000, shared: [], seccomp: 2, programs: ['nginx'] } },
};

export const IMAGE: ImageEvidence = {
  id: 'sha256:1111111111111111',
  tags: ['web:1'],
  digests: [],
  labels: {},
  own: '',
  user: '1000',
  healthcheck: true,
  env: ['PATH=/usr/bin'],
  history: {
    ok: [
      { createdBy: '/bin/sh -c #(nop) ADD file:abc in / ', empty: false },
      { createdBy: 'RUN /bin/sh -c apt-get update && apt-get install -y nginx # buildkit', empty: false },
      { createdBy: 'COPY site /srv # buildkit', empty: false },
    ],
  },
};

const INFO: EngineInfo = {
  dataRoot: '/var/lib/docker/165536.165536',
  driver: 'overlay2',
  loggingDriver: 'journald',
  securityOptions: ['name=apparmor', 'name=seccomp,profile=builtin', 'name=userns'],
  insecureRegistries: ['127.0.0.0/8', '::1/128'],
  authorizationPlugins: ['opa'],
  liveRestore: true,
  experimental: false,
  debug: false,
  containerdAddress: '',
  runtime: '/usr/bin/runc',
  containersTotal: 1,
  containersRunning: 1,
  swarm: { state: 'inactive', manager: false, managers: 0, nodeAddress: '' },
};

const SETTINGS: Record<string, Json> = {
  icc: false,
  'no-new-privileges': true,
  'userland-proxy': false,
  'default-ulimits': { nofile: { Name: 'nofile', Soft: 1024, Hard: 4096 } },
  hosts: ['unix:///run/docker.sock', 'tcp://192.0.2.1:2376'],
  tlsverify: true,
  tlscacert: '/etc/docker/tls/ca.pem',
  tlscert: '/etc/docker/tls/cert.pem',
  tlskey: '/etc/docker/tls/key.pem',
};

const FILES = Object.fromEntries([
  ...PROGRAM_FOLDERS.flatMap((folder) => PROGRAMS.map((name) => [`${folder}/${name}`, { state: 'absent' }] as const)),
  ...PROGRAMS.map((name) => file(`/usr/bin/${name}`, { mode: 0o755 })),
  ...['/etc/docker', '/etc/docker/certs.d', '/etc/docker/certs.d/r', '/var/lib/docker/165536.165536'].map(folder),
  ...['/run/containerd', '/etc/containers', '/etc/containers/certs.d', '/var/lib/containers/storage'].map(folder),
  file('/etc/docker/certs.d/r/ca.crt', { mode: 0o444 }),
  file('/etc/docker/tls/ca.pem', { mode: 0o444 }),
  file('/etc/docker/tls/cert.pem', { mode: 0o444 }),
  file('/etc/docker/tls/key.pem', { mode: 0o400 }),
  ...['/etc/docker/daemon.json', '/etc/default/docker', '/etc/sysconfig/docker'].map((path) => file(path)),
  ...['/etc/containerd/config.toml', '/etc/containers/containers.conf'].map((path) => file(path)),
  ...['docker.service', 'docker.socket', 'podman.service', 'podman.socket'].map((name) =>
    file(`/usr/lib/systemd/system/${name}`),
  ),
  file('/run/docker.sock', { type: 'socket', mode: 0o660, gid: 999, group: 'docker' }),
  file('/run/podman/podman.sock', { type: 'socket', mode: 0o660 }),
  file('/run/containerd/containerd.sock', { type: 'socket', mode: 0o660 }),
]);

const AUDITED = [
  ...PROGRAMS.map((name) => `/usr/bin/${name}`),
  '/run/containerd',
  '/var/lib/docker',
  '/var/lib/containers',
  '/etc/docker',
  '/etc/containers',
  '/etc/default/docker',
  '/etc/sysconfig/docker',
  '/etc/containerd/config.toml',
  '/usr/lib/systemd/system/docker.service',
  '/usr/lib/systemd/system/docker.socket',
  '/usr/lib/systemd/system/podman.service',
  '/usr/lib/systemd/system/podman.socket',
];

/** A host with docker on which nothing is wrong. */
export const DOCKER: Evidence = {
  schema: 1,
  taken: '2026-11-22T12:00:00.000Z',
  host: 'lab',
  kernel: '6.1.0',
  engine: {
    name: 'docker',
    version: '20.10.24',
    rootless: false,
    uid: 0,
    gid: 0,
    home: '/root',
    runtimeDir: '/run',
    socket: '',
  },
  info: { ok: INFO },
  containers: { ok: [CONTAINER] },
  images: { ok: [IMAGE] },
  networks: { ok: [] },
  secrets: { ok: 1 },
  daemonFile: { ok: { path: '/etc/docker/daemon.json', value: SETTINGS } },
  processes: { ok: [{ name: 'dockerd', pid: 42, uid: 0, exe: '/usr/bin/dockerd', argv: ['/usr/bin/dockerd'] }] },
  auditRules: { ok: { from: 'kernel', rules: AUDITED.map((path) => `-w ${path} -p rwxa -k docker`) } },
  units: {
    ok: {
      'docker.service': '/usr/lib/systemd/system/docker.service',
      'docker.socket': '/usr/lib/systemd/system/docker.socket',
      'podman.service': '/usr/lib/systemd/system/podman.service',
      'podman.socket': '/usr/lib/systemd/system/podman.socket',
    },
  },
  sockets: { ok: [] },
  dockerGroup: { ok: { exists: true, members: ['ann'] } },
  mounts: { ok: ['/', '/var/lib/docker', '/var/lib/containers/storage'] },
  modules: { ok: { apparmor: true, selinux: true } },
  certificates: { ok: ['/etc/docker/certs.d', '/etc/docker/certs.d/r', '/etc/docker/certs.d/r/ca.crt'] },
  signaturePolicy: { ok: { path: '/etc/containers/policy.json', defaults: ['reject'] } },
  files: FILES,
  trustedUsers: ['ann'],
  contentTrust: '1',
};

/** The same host with podman, as root. */
export const PODMAN: Evidence = {
  ...DOCKER,
  engine: { ...DOCKER.engine, name: 'podman', version: '4.3.1' },
  info: {
    ok: {
      ...INFO,
      dataRoot: '/var/lib/containers/storage',
      driver: 'overlay',
      securityOptions: ['name=seccomp,profile=/usr/share/containers/seccomp.json'],
      insecureRegistries: [],
      authorizationPlugins: [],
      liveRestore: false,
    },
  },
  // what its inspect says of an ordinary container
  containers: {
    ok: [{ ...CONTAINER, ipcMode: 'shareable', pidMode: 'private', utsMode: 'private', networkMode: 'bridge' }],
  },
  daemonFile: { missing: 'podman has no daemon' },
  processes: { ok: [] },
  certificates: { ok: [] },
  dockerGroup: { ok: { exists: false, members: [] } },
};

/** A user's podman. */
export const ROOTLESS: Evidence = {
  ...PODMAN,
  engine: {
    ...PODMAN.engine,
    rootless: true,
    uid: 1000,
    gid: 1000,
    home: '/home/ann',
    runtimeDir: '/run/user/1000',
  },
  info: { ok: { ...INFO, dataRoot: '/home/ann/.local/share/containers/storage', insecureRegistries: [] } },
  mounts: { ok: ['/', '/home'] },
  units: {
    ok: {
      'docker.service': '',
      'docker.socket': '',
      'podman.service': '',
      'podman.socket': '/usr/lib/systemd/user/podman.socket',
    },
  },
  files: {
    ...FILES,
    ...Object.fromEntries([
      file('/usr/lib/systemd/user/podman.socket'),
      file('/run/user/1000/podman/podman.sock', {
        type: 'socket',
        mode: 0o660,
        uid: 1000,
        gid: 1000,
        owner: 'ann',
        group: 'ann',
      }),
      file('/home/ann/.config/containers', {
        type: 'directory',
        mode: 0o755,
        uid: 1000,
        gid: 1000,
        owner: 'ann',
        group: 'ann',
      }),
      ['/home/ann/.config/containers/containers.conf', { state: 'absent' }],
      ['/home/ann/.local/share/containers/storage', { state: 'absent' }],
    ]),
  },
};
