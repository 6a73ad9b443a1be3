import { describe, expect, it } from 'vitest';
import { CHECKS } from '../../../src/checks/index.ts';
import { enginePaths, wantedFiles } from '../../../src/core/bench/paths.ts';
import type { Evidence } from '../../../src/core/bench/types.ts';
import { DOCKER, flags, PODMAN, ROOTLESS } from './evidence.ts';

describe('paths', () => {
  it.each<[string, Evidence, string, string, string]>([
    ['docker', DOCKER, '/etc/docker/daemon.json', '/run/docker.sock', '/var/lib/docker'],
    ['podman', PODMAN, '/etc/containers/containers.conf', '/run/podman/podman.sock', '/var/lib/containers/storage'],
    [
      'rootless podman',
      ROOTLESS,
      '/home/ann/.config/containers/containers.conf',
      '/run/user/1000/podman/podman.sock',
      '/home/ann/.local/share/containers/storage',
    ],
    [
      'rootless docker',
      { ...ROOTLESS, engine: { ...ROOTLESS.engine, name: 'docker' } },
      '/home/ann/.config/docker/daemon.json',
      '/run/user/1000/docker.sock',
      '/home/ann/.local/share/docker',
    ],
  ])('of %s', (_, { engine }, settings, socket, data) =>
    expect(enginePaths(engine)).toMatchObject({ settings, socket, data }),
  );

  it('a socket that is known is taken', () =>
    expect(enginePaths({ ...DOCKER.engine, socket: '/srv/s' }).socket).toBe('/srv/s'));
});

describe('wanted files', () => {
  it.each<[string, Evidence]>([
    ['docker', DOCKER],
    [
      'docker by flags',
      flags('--tls', '--tlskey=/srv/k', '--containerd=/srv/c', '--config-file', '/srv/d.json')(DOCKER),
    ],
    ['podman', PODMAN],
    ['rootless podman', ROOTLESS],
  ])('of %s: every file a rule asks for', (_, host) => {
    const wanted = wantedFiles(host);
    const files = Object.fromEntries(wanted.map((path) => [path, { state: 'absent' }] as const));
    const unseen = CHECKS.filter(({ rule }) => rule({ ...host, files }).detail.includes('it was not looked at'));
    expect(unseen.map(({ id }) => id)).toEqual([]);
    expect(wanted).toEqual([...new Set(wanted)].sort());
  });

  it('none that is no path', () =>
    expect(wantedFiles({ ...DOCKER, certificates: { ok: ['x', ''] } })).not.toContain('x'));

  it('without evidence only what is the same on every host', () => {
    const missing = { missing: 'x' };
    const bare = {
      ...DOCKER,
      units: missing,
      certificates: missing,
      info: missing,
      daemonFile: missing,
      processes: missing,
    };
    expect(wantedFiles(bare)).toContain('/run/docker.sock');
  });
});
