import { describe, expect, it } from 'vitest';
import { sensitiveMounts, socketMounts } from '../../../src/core/bench/mount-rules.ts';
import type { Evidence, MountEvidence } from '../../../src/core/bench/types.ts';
import { DOCKER, info, ROOTLESS } from './evidence.ts';

const bind = (source: string, over: Partial<MountEvidence> = {}): MountEvidence[] => [
  { type: 'bind', source, destination: '/x', writable: true, propagation: '', ...over },
];

const sensitive = (mounts: MountEvidence[], { engine, info }: Evidence) => sensitiveMounts(mounts, engine, info);

describe('mounts', () => {
  it('says which, and whether it can be written', () =>
    expect(sensitive([...bind('/etc', { writable: false }), ...bind('/srv'), ...bind('/usr/lib')], DOCKER)).toEqual([
      '/etc (read-only)',
      '/usr/lib (writable)',
    ]));

  it('knows the store where the engine says it is, and where it usually is', () => {
    const moved = info({ dataRoot: '/srv/docker' })(DOCKER);
    expect(sensitive(bind('/srv', { writable: false }), moved)).toEqual(['/srv (read-only)']);
    expect(sensitive(bind('/srv/docker/volumes/x'), moved)).toHaveLength(1);
    expect(sensitive(bind('/var/lib/docker/image'), moved)).toHaveLength(1);
    expect(sensitive(bind('/srv'), DOCKER)).toEqual([]);
  });

  it("knows a rootless engine's store", () => {
    expect(sensitive(bind('/home/ann/.local/share/containers/storage/x'), ROOTLESS)).toHaveLength(1);
    expect(sensitive(bind('/home/ann/.local', { writable: false }), ROOTLESS)).toHaveLength(1);
    expect(sensitive(bind('/home/ann/src'), ROOTLESS)).toEqual([]);
  });

  it('knows the socket the engine was told to use', () => {
    const engine = { ...DOCKER.engine, socket: '/srv/api/sock' };
    expect(socketMounts(bind('/srv/api'), engine)).toEqual(['/srv/api']);
    expect(socketMounts(bind('/srv/api2'), engine)).toEqual([]);
  });

  it('knows the other name of /run', () =>
    expect(socketMounts(bind('/var/run/crio'), DOCKER.engine)).toEqual(['/run/crio']));

  it('leaves out what is no bind', () =>
    expect(socketMounts(bind('/run', { type: 'volume' }), DOCKER.engine)).toEqual([]));
});
