import { describe, expect, it } from 'vitest';
import { claimReader, claimsIn } from '../../../src/core/containers/cgroup.ts';

const ID = '667b12b2b7ecd25e46511cdccc8c2f99069a6c3d24d368b09fa83722fb9ff980';
const INNER = 'af550845dc92be9ddf8026702c8094ba88e67efe4038cb994ac881cefe3c9fe0';
const POD = 'b1d8d7a2-6f0e-4f0b-9a52-1c7e3a0d9c11';
const POD_UNIT = POD.replaceAll('-', '_');
const KUBE = `/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod${POD_UNIT}.slice`;

/** Path → maker, id, group. The first lines of each were seen live; the rest are by the makers' own documentation. */
const PATHS: [path: string, maker: string, id: string, group: string][] = [
  [`/docker/${ID}`, 'docker', ID, ''],
  [`/system.slice/docker-${ID}.scope`, 'docker', ID, ''],
  [`/system.slice/docker-${ID}.scope/init.scope`, 'docker', ID, ''],
  [`/libpod_parent/libpod-${ID}`, 'podman', ID, ''],
  [`/libpod_parent/${INNER}/libpod-${ID}`, 'podman', ID, INNER],
  [`/machine.slice/libpod-${ID}.scope`, 'podman', ID, ''],
  [`/machine.slice/libpod-${ID}.scope/container`, 'podman', ID, ''],
  [`/machine.slice/machine-libpod_pod_${INNER}.slice/libpod-${ID}.scope/container`, 'podman', ID, INNER],
  [`/user.slice/user-1000.slice/user@1000.service/user.slice/libpod-${ID}.scope/container`, 'podman', ID, ''],
  [`/system.slice/web.service/libpod-payload-${ID}`, 'podman', ID, ''],
  [`/default/${ID}`, 'containerd', ID, 'default'],
  [`/system.slice/nerdctl-${ID}.scope`, 'containerd', ID, ''],
  [`/kubepods/burstable/pod${POD}/${ID}`, 'cri-containerd', ID, POD],
  [`${KUBE}/cri-containerd-${ID}.scope`, 'cri-containerd', ID, POD],
  [`${KUBE}/crio-${ID}.scope`, 'cri-o', ID, POD],
  [`${KUBE}/crio-${ID}.scope/container`, 'cri-o', ID, POD],
  [`${KUBE}/docker-${ID}.scope`, 'docker', ID, ''],
  ['/lxc.payload.web', 'lxc', 'web', ''],
  ['/lxc.payload.web/system.slice/cron.service', 'lxc', 'web', ''],
  ['/lxc/web', 'lxc', 'web', ''],
  ['/machine.slice/machine-web\\x2d1.scope/payload', 'nspawn', 'web-1', ''],
  ['/machine.slice/systemd-nspawn@web.service/payload/init.scope', 'nspawn', 'web', ''],
  ['/system.slice/runc-web.scope', 'runc', 'web', ''],
  ['/user.slice/user-0.slice/crun-web.scope', 'crun', 'web', ''],
  [`/spc/${ID}`, 'builtin', ID, ''],
];

describe('claimsIn', () => {
  it.each(PATHS)('%s is of %s', (path, maker, id, group) => {
    expect(claimsIn(path)).toMatchObject([{ maker, id, group, monitor: false }]);
  });

  it.each([
    '/',
    '',
    '/init.scope',
    '/user.slice/user-1000.slice/session-2.scope',
    '/system.slice/docker.service',
    '/libpod_parent/conmon',
    `/libpod_parent/${INNER}`,
    '/machine.slice/machine-qemu\\x2d1\\x2dvm.scope',
    '/kubepods/burstable',
    `/docker/${ID.slice(0, 63)}`,
    `/docker/${ID.toUpperCase()}`,
    '/payload',
    `/${'a/'.repeat(5000)}`,
  ])('finds none in %s', (path) => expect(claimsIn(path)).toEqual([]));

  it.each([
    [`/machine.slice/libpod-conmon-${ID}.scope`, ID],
    [`${KUBE}/crio-conmon-${ID}.scope`, ID],
    ['/lxc.monitor.web', 'web'],
    ['/machine.slice/machine-web.scope/supervisor', 'web'],
  ])('tells the monitor in %s', (path, id) => {
    expect(claimsIn(path)).toMatchObject([{ id, monitor: true }]);
  });

  it('tells nested ones, outermost first, each with its own directory', () => {
    const path = `/docker/${ID}/libpod_parent/libpod-${INNER}/lxc.payload.a/lxc.payload.a`;
    expect(claimsIn(path).map(({ maker, id, root }) => [maker, id, root])).toEqual([
      ['docker', ID, `/docker/${ID}`],
      ['podman', INNER, `/docker/${ID}/libpod_parent/libpod-${INNER}`],
      ['lxc', 'a', `/docker/${ID}/libpod_parent/libpod-${INNER}/lxc.payload.a`],
      ['lxc', 'a', path],
    ]);
  });

  it('knows directories that files name, whatever they are called', () => {
    const known = new Map([['/my/own', { maker: 'runc', id: 'web', group: '' } as const]]);
    expect(claimsIn('/my/own/child', known)).toMatchObject([{ maker: 'runc', id: 'web', root: '/my/own' }]);
    expect(claimsIn('/my/other', known)).toEqual([]);
  });
});

describe('claimReader', () => {
  const read = claimReader(new Map());

  it('takes the hierarchy that says most: a process may be in a group of one alone', () => {
    const lines = [
      { controllers: ['name=systemd'], path: '/' },
      { controllers: ['memory'], path: `/docker/${ID}` },
      { controllers: [], path: '/' },
    ];
    expect(read(lines)).toMatchObject([{ maker: 'docker', id: ID }]);
  });

  it('says nothing of a process whose cgroups are unknown', () => expect(read(undefined)).toEqual([]));
});
