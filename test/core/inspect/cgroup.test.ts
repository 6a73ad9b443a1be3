import { describe, expect, it } from 'vitest';
import { cgroupMounts, placeGroups } from '../../../src/core/inspect/cgroup-place.ts';
import { amount, cgroupUse, JOINED_FILES } from '../../../src/core/inspect/cgroup-use.ts';
import { text } from './captured.ts';

/** The files of folders of fixtures, nearest first. */
const files = (version: 'v1' | 'v2', ...folders: string[]) => {
  const read = (folder: string) => (file: string) => {
    try {
      return (JOINED_FILES[file] ?? [file]).map((name) => text(`${folder}/${name}`).trim()).join(' ');
    } catch {
      return undefined;
    }
  };
  return () => ({ version, levels: folders.map(read) });
};

describe('cgroupUse', () => {
  it('reads v1', () => {
    expect(cgroupUse(files('v1', 'cgroup-v1'))).toEqual({
      memory: { current: 1769472, limit: 67108864, peak: 4087808, swap: 0, oomKills: 0 },
      cpu: {
        usage: 47515566,
        limit: 0.5,
        weight: null,
        shares: 1024,
        periods: 24,
        throttledPeriods: 22,
        throttledTime: 2_024_942_116,
      },
      pids: { current: 2, limit: 40 },
      io: { read: 1310721, written: 4098 },
    });
  });

  it('reads v2, where the limits are on the group above', () => {
    expect(cgroupUse(files('v2', 'cgroup-v2/scope/container', 'cgroup-v2/scope', 'cgroup-v2'))).toEqual({
      memory: { current: 12345344, limit: 67108864, peak: 20971520, swap: 4096, oomKills: 2 },
      cpu: {
        usage: 47_515_000,
        limit: 0.5,
        weight: 100,
        shares: null,
        periods: 120,
        throttledPeriods: 30,
        throttledTime: 1_500_000_000,
      },
      pids: { current: 3, limit: 2048 },
      io: { read: 1310721, written: 4098 },
    });
  });

  it('takes the smallest limit of all levels, not the nearest', () => {
    const levels = ['200', '100', 'max'].map((limit) => (file: string) => (file === 'memory.max' ? limit : undefined));
    expect(cgroupUse(() => ({ version: 'v2', levels })).memory.limit).toBe(100);
  });

  it('knows nothing where nothing is', () => {
    const use = cgroupUse(() => undefined);
    expect(
      Object.values(use)
        .flatMap((part) => Object.values(part))
        .every((value) => value === null),
    ).toBe(true);
  });

  it.each([
    ['67108864\n', 67108864],
    ['0', 0],
    ['max', null],
    ['-1', null],
    ['9223372036854771712', null],
    ['9223372036854710272', null],
    ['18446744073709551615', null],
    ['', null],
    ['12 34', null],
    ['1e9', null],
  ])('%j is %s', (word, value) => expect(amount(word)).toBe(value));
});

describe('placeGroups', () => {
  const mount = (root: string, directory: string, type = 'cgroup2', options = 'rw') =>
    `41 31 0:38 ${root} ${directory} rw,relatime - ${type} x ${options}`;
  const v2 = (path: string) => ({ controllers: [], path });
  const placesOf = (line: { controllers: string[]; path: string }, ...mounts: string[]) =>
    placeGroups([line], cgroupMounts(mounts.join('\n')))[0]?.places.map(({ directory }) => directory);

  it.each([
    ['of the host', '/', '/docker/x', ['/c/docker/x']],
    ['itself', '/', '/', ['/c']],
    ['of a container that sees only its own', '/docker/me', '/docker/me', ['/c']],
    ['below what is mounted', '/docker/me', '/docker/me/init', ['/c/init']],
    ['beside what is mounted', '/docker/me', '/docker/you', []],
    ['whose name only begins alike', '/docker/me', '/docker/melon', []],
    ['above this cgroup namespace, and so is the mount', '/../..', '/../../docker/y', ['/c/docker/y']],
    ['above this cgroup namespace, and the mount is not', '/', '/../y', []],
    ['in this cgroup namespace, while the mount is above', '/../..', '/', []],
    ['that says it leads out of the mount', '/', '/a/../../b', []],
  ])('finds a group %s', (_, root, path, places) => expect(placesOf(v2(path), mount(root, '/c'))).toEqual(places));

  it('tells hierarchies apart by their controllers', () => {
    const mounts = [
      mount('/', '/c/cpu', 'cgroup', 'rw,cpu,cpuacct'),
      mount('/', '/c/systemd', 'cgroup', 'rw,xattr,name=systemd'),
      mount('/', '/c/unified'),
    ];
    expect(placesOf({ controllers: ['cpu', 'cpuacct'], path: '/a' }, ...mounts)).toEqual(['/c/cpu/a']);
    expect(placesOf({ controllers: ['name=systemd'], path: '/a' }, ...mounts)).toEqual(['/c/systemd/a']);
    expect(placesOf(v2('/a'), ...mounts)).toEqual(['/c/unified/a']);
    expect(placesOf({ controllers: ['rw'], path: '/a' }, ...mounts)).toEqual([]);
  });

  it('offers every mount of a hierarchy, as /host has a second', () => {
    expect(placesOf(v2('/a'), mount('/', '/c'), mount('/', '/host/c'))).toEqual(['/c/a', '/host/c/a']);
  });
});
