import { expect, it } from 'vitest';
import { readHierarchies } from '../../../src/io/builtin/cgroup.ts';

const HYBRID = `31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755
32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw,relatime - cgroup cgroup rw,cpu,cpuacct
35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory
41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw
90 31 0:32 / /elsewhere rw,relatime - cgroup cgroup rw,memory
`;
const UNIFIED = '30 24 0:26 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate\n';

it('finds where each controller is, the first mount of several', () => {
  const { v1, v2 } = readHierarchies(HYBRID);
  expect(v2).toBe('/sys/fs/cgroup/unified');
  expect([v1.get('cpu'), v1.get('memory'), v1.get('pids')]).toEqual([
    '/sys/fs/cgroup/cpu,cpuacct',
    '/sys/fs/cgroup/memory',
    undefined,
  ]);
});

it('finds the one hierarchy of v2, and none', () => {
  expect(readHierarchies(UNIFIED)).toEqual({ v1: new Map(), v2: '/sys/fs/cgroup' });
  expect(readHierarchies('')).toEqual({ v1: new Map() });
});
