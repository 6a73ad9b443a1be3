import { describe, expect, it } from 'vitest';
import { cgroupUse } from '../../../src/core/inspect/cgroup-use.ts';
import type { Inspection } from '../../../src/core/inspect/inspection.ts';
import { inspectionPage } from '../../../src/core/inspect/page.ts';
import { parseSecurity } from '../../../src/core/inspect/security.ts';
import { pageText } from '../../../src/ui/page.ts';
import { text as captured } from './captured.ts';

const HOSTILE = 'x\x1b]0;owned\x07\x1b[2J\u202e\ny';

const nothing: Inspection = {
  schema: 1,
  target: { text: 'pid:42', title: 'process 42 (nginx)', kind: 'pid', bound: null },
  container: null,
  process: null,
  namespaces: null,
  cgroup: null,
  processes: [],
  network: null,
  mounts: null,
  security: null,
  userSpace: null,
  gaps: [],
};

const shown = (data: Partial<Inspection>, { all = false, width }: { all?: boolean; width?: number } = {}) =>
  pageText(inspectionPage({ ...nothing, ...data }, all), { colour: false, width });

const process = {
  pid: 42,
  nsPids: [42, 1],
  startTime: 7,
  parents: [{ pid: 40, comm: 'containerd-shim' }],
  argv: ['nginx', '-g', 'daemon off;'],
  comm: 'nginx',
  state: 'S',
  uid: 101,
  user: 'nginx',
  started: '2026-11-22T05:41:20.123Z',
  threads: 2,
  rss: 1_500_000,
  cpuTime: 0.47,
};

const link = {
  index: 2,
  name: 'eth0',
  kind: 'veth',
  mac: '02:42:ac:11:00:02',
  state: 'up' as const,
  mtu: 1500,
  master: '',
  addresses: [{ address: '172.17.0.2', prefix: 16, family: 4 as const, scope: 'global' as const }],
  peer: { index: 3, name: 'veth1', bridge: 'docker0', namespace: 1, onHost: true },
};

const network = {
  inode: 9,
  links: [link],
  routes: [{ gateway: '172.17.0.1', link: 'eth0', family: 4 as const, metric: 0 }],
  gaps: [],
  ports: [
    { protocol: 'tcp6' as const, address: '::', port: 80, inode: 5, uid: 0, holders: [{ pid: 42, comm: 'nginx' }] },
  ],
  neighbours: [],
};

describe('inspectionPage', () => {
  it('shows only the title when nothing is known', () => expect(shown({})).toBe('process 42 (nginx)'));

  it('says why, in the section that it is about', () => {
    const gaps = [
      { section: 'mounts' as const, why: 'they cannot be read' },
      { section: 'target' as const, why: 'it ended while it was read' },
    ];
    expect(shown({ gaps })).toBe('process 42 (nginx)\n  it ended while it was read\n\nMOUNTS\n  they cannot be read');
  });

  it('aligns what a process is', () => {
    expect(shown({ process })).toBe(
      [
        'process 42 (nginx)',
        '  pid      42, 1 inside',
        '  command  nginx -g daemon off;',
        '  user     nginx (101)',
        '  state    sleeping',
        '  started  2026-11-22 05:41:20 UTC',
        '  use      1.4M of memory, 0.47 s of CPU, 2 threads',
        '  parents  containerd-shim (40)',
      ].join('\n'),
    );
  });

  it('compares namespaces with the host’s', () => {
    const namespaces = [
      { type: 'net' as const, inode: 5, relation: 'own' as const, sharedWith: ['podman/infra'] },
      { type: 'pid' as const, inode: 4, relation: 'own' as const, sharedWith: [] },
      { type: 'user' as const, inode: 3, relation: 'host' as const, sharedWith: [] },
    ];
    expect(shown({ namespaces }).split('\n').slice(3)).toEqual([
      '  pid   4  own',
      '  net   5  own, shared with podman/infra',
      "  user  3  the host's",
    ]);
  });

  it('shows limits beside use', () => {
    const files: Record<string, string> = {
      'memory.current': '1048576',
      'memory.max': '67108864',
      'pids.current': '3',
      'pids.max': 'max',
      'cpu.max': '50000 100000',
    };
    const use = cgroupUse(() => ({ version: 'v2', levels: [(file) => files[file]] }));
    const cgroup = { groups: [{ controllers: [], path: '/a', directory: '/sys/fs/cgroup/a' }], use, shared: true };
    expect(shown({ cgroup }).split('\n').slice(3)).toEqual([
      '  path    /a',
      '  memory  1.0M of 64.0M',
      '  cpu     limit 0.5 CPUs',
      '  pids    3, no limit',
    ]);
    expect(shown({ cgroup }, { all: true })).toContain('  v2  /sys/fs/cgroup/a');
  });

  it('shows a link with its other end, and who holds a port', () => {
    expect(shown({ network }).split('\n').slice(3)).toEqual([
      '  eth0     172.17.0.2/16',
      '           veth, 02:42:ac:11:00:02, up, mtu 1500',
      '           ↔ veth1 on the host, in the bridge docker0',
      '  default  via 172.17.0.1 on eth0',
      '  ports    tcp6  [::]:80  nginx (42)',
    ]);
  });

  it('names the container at the other end', () => {
    const peer = { index: 3, name: 'eth0', bridge: '', namespace: 8, onHost: false };
    const neighbours = [{ inode: 8, containers: ['docker/web'] }];
    expect(shown({ network: { ...network, links: [{ ...link, peer }], neighbours } })).toContain(
      '↔ eth0 in docker/web',
    );
  });

  it('tells unread ports from none', () => {
    expect(shown({ network: { ...network, ports: [] } })).toContain('ports    none open');
    expect(shown({ network: { ...network, ports: null } })).not.toContain('ports');
  });

  it('leaves the system’s own mounts to --all', () => {
    const mount = (mountPoint: string, type: string, options: string[], root = '/') => ({
      id: 1,
      parent: 0,
      device: '0:1',
      root,
      mountPoint,
      options,
      propagation: [],
      type,
      source: '/dev/vda',
      superOptions: ['lowerdir=/secret'],
    });
    const mounts = [
      mount('/', 'overlay', ['rw']),
      mount('/proc', 'proc', ['rw']),
      mount('/proc/keys', 'tmpfs', ['ro']),
      mount('/data', 'ext4', ['ro', 'nosuid'], '/srv/data'),
    ];
    expect(shown({ mounts }).split('\n').slice(3)).toEqual([
      '  /      overlay  rw  image layers and a writable one',
      '  /data  ext4     ro  /dev/vda[/srv/data]',
      "  and 2 of the system's own (proc, sysfs, cgroup, /dev …): --all",
    ]);
    expect(shown({ mounts }, { all: true }).split('\n')).toHaveLength(7);
  });

  it.each([
    ['00000000a80425fb', "as docker's default"],
    ['000001ffffffffff', 'all'],
    ['000001fffeffffff', 'all but SYS_RESOURCE'],
    ['0000000000000000', 'none'],
    ['00000000a80435fb', "more than docker's default: NET_ADMIN"],
    ['00000000a80405fb', 'without NET_RAW'],
  ])('describes the capabilities %s', (mask, words) => {
    const status = captured('docker-status').replaceAll('00000000a80425fb', mask);
    if (words.startsWith('without')) expect(shown({ security: parseSecurity({ status }) })).toContain(words);
    else expect(shown({ security: parseSecurity({ status }) })).toContain(`  capabilities  ${words}\n`);
  });

  it('shows a map of users and limits in their units', () => {
    const security = parseSecurity({ uidMap: '0 100000 65536\n65536 5 1', limits: captured('docker-limits') });
    const page = shown({ security });
    expect(page).toContain('user ids   0–65535 inside is 100000–165535; 65536 inside is 5');
    expect(page).toContain('locked memory 8.0M');
    expect(page).toContain('open files 20000\n');
  });

  it('tells a user space of static programs', () => {
    expect(shown({ userSpace: { os: null, libc: null, packages: null } })).toContain('none: its programs are static');
    const packages = { manager: 'apk' as const, count: 15, changed: '2026-01-02T03:04:05.000Z' };
    expect(shown({ userSpace: { os: null, libc: null, packages } })).toContain(
      '15 of apk, last changed 2026-01-02 03:04:05 UTC',
    );
  });

  it('lets no escape sequence through, wherever a stranger put it', () => {
    const evil = { ...process, comm: HOSTILE, argv: [HOSTILE], user: HOSTILE, parents: [{ pid: 1, comm: HOSTILE }] };
    const page = shown({
      target: { ...nothing.target, title: HOSTILE },
      process: evil,
      processes: [{ pid: 1, nsPid: null, user: HOSTILE, state: 'S', command: HOSTILE }],
      network: { ...network, links: [{ ...link, name: HOSTILE }] },
      userSpace: { os: { id: HOSTILE, versionId: '', prettyName: HOSTILE }, libc: null, packages: null },
      gaps: [{ section: 'mounts', why: HOSTILE }],
    });
    expect(page.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(page.split('\n').filter((line) => line === 'y')).toEqual([]);
  });
});
