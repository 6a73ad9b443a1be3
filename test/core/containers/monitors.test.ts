import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readMonitor } from '../../../src/core/containers/monitors.ts';
import { makeProcess } from './process.ts';

const DOCKER = '667b12b2b7ecd25e46511cdccc8c2f99069a6c3d24d368b09fa83722fb9ff980';
const PODMAN = 'af550845dc92be9ddf8026702c8094ba88e67efe4038cb994ac881cefe3c9fe0';

const captured = (path: string) =>
  readFileSync(new URL(`../../fixtures/containers/${path}`, import.meta.url), 'utf8')
    .trimEnd()
    .split('\n');
const watched = (comm: string, argv: string[]) => readMonitor(makeProcess({ comm, argv }));

describe('readMonitor', () => {
  it("reads docker's shim", () => {
    expect(watched('containerd-shim', captured('docker/shim.argv'))).toMatchObject({ maker: 'docker', id: DOCKER });
  });

  it("reads podman's conmon", () => {
    const watch = watched('conmon', captured('podman/conmon.argv'));
    expect(watch).toMatchObject({ maker: 'podman', id: PODMAN, name: 'hb-pod' });
  });

  it.each([
    ['containerd-shim', 'containerd-shim-runc-v2 -namespace default -id web', 'containerd', 'web', 'default'],
    ['containerd-shim', 'containerd-shim-runc-v2 -namespace k8s.io -id abc', 'cri-containerd', 'abc', ''],
    ['conmon', 'conmon -c abc -n k8s_web -b /run/crio/abc --exit-dir /var/run/crio/exits', 'cri-o', 'abc', ''],
    ['lxc-start', '[lxc monitor] /var/lib/lxc web', 'lxc', 'web', ''],
    ['systemd-nspawn', 'systemd-nspawn -q -M web -D /srv/root sh', 'nspawn', 'web', ''],
    ['systemd-nspawn', 'systemd-nspawn --machine=web --directory=/srv/root', 'nspawn', 'web', ''],
    ['systemd-nspawn', 'systemd-nspawn -bD/srv/x -D /srv/root/', 'nspawn', 'root', ''],
    ['systemd-nspawn', 'systemd-nspawn --image=/srv/disk.raw', 'nspawn', 'disk', ''],
  ])('%s: %s', (comm, command, maker, id, group) => {
    const argv = command.startsWith('[') ? [command, ''] : command.split(' ');
    expect(watched(comm, argv)).toMatchObject({ maker, id, group });
  });

  it.each([
    ['sh', 'conmon -c abc -n web'],
    ['conmon', 'conmon --version'],
    ['conmon', 'conmon -c'],
    ['containerd-shim', 'containerd-shim -namespace __proto__'],
    ['lxc-start', '[lxc monitor] web'],
    ['systemd-nspawn', 'systemd-nspawn'],
  ])('%s with %s watches nothing', (comm, command) => expect(watched(comm, command.split(' '))).toBeUndefined());

  it('is not fooled by a namespace that is a property of every object', () => {
    const argv = ['containerd-shim', '-namespace', 'constructor', '-id', 'x'];
    expect(watched('containerd-shim', argv)).toMatchObject({ maker: 'containerd', group: 'constructor' });
  });
});
