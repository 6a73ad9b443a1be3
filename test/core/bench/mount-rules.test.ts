import { describe, expect, it } from 'vitest';
import { sensitiveMounts, socketMounts } from '../../../src/core/bench/mount-rules.ts';
import type { MountEvidence } from '../../../src/core/bench/types.ts';
import { DOCKER, ROOTLESS } from './evidence.ts';

const bind = (source: string, over: Partial<MountEvidence> = {}): MountEvidence[] => [
  { type: 'bind', source, destination: '/x', writable: true, propagation: '', ...over },
];

describe('mounts', () => {
  it('says which, and whether it can be written', () =>
    expect(
      sensitiveMounts([...bind('/etc', { writable: false }), ...bind('/srv'), ...bind('/usr/lib')], DOCKER.engine),
    ).toEqual(['/etc (read-only)', '/usr/lib (writable)']));

  it("knows a rootless engine's store", () => {
    expect(sensitiveMounts(bind('/home/ann/.local/share/containers/storage/x'), ROOTLESS.engine)).toHaveLength(1);
    expect(sensitiveMounts(bind('/home/ann/.local', { writable: false }), ROOTLESS.engine)).toHaveLength(1);
    expect(sensitiveMounts(bind('/home/ann/src'), ROOTLESS.engine)).toEqual([]);
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
