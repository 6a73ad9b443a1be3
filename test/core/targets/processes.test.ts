import { describe, expect, it } from 'vitest';
import type { Discovery } from '../../../src/core/containers/types.ts';
import type { TargetSpec } from '../../../src/core/target.ts';
import { processesOf, targetPids } from '../../../src/core/targets/processes.ts';
import { container, entry, tableOf } from './found.ts';

const web = container({ pids: [7, 9] });
const inside = (path: string, controllers: string[] = []) => ({ cgroups: [{ controllers, path }] });
const table = tableOf([
  entry(5, { ns: { net: 1 }, ...inside('/a') }),
  entry(7, { ns: { net: 2 }, ...inside('/a/b', ['memory']) }),
  entry(9, { ns: { net: 2 }, ...inside('/ab') }),
  entry(11),
  entry(13, inside('/', ['name=systemd'])),
]);
const discovery: Discovery = {
  containers: [web],
  byPid: new Map([
    [7, web],
    [9, web],
  ]),
  gaps: [],
};
const binds = [
  { type: 'net' as const, inode: 1, path: '/host/run/netns/blue' },
  { type: 'net' as const, inode: 2, path: '/run/netns/blue' },
  { type: 'net' as const, inode: 1, path: '/host/run/netns/red' },
];
const around = { table, discovery, binds };

describe('the processes a target means', () => {
  it.each<[string, TargetSpec, number[]]>([
    ['a pid', { kind: 'pid', pid: 9 }, [9]],
    ['a pid there is not', { kind: 'pid', pid: 8 }, []],
    ['a namespace', { kind: 'namespace', type: 'net', inode: 2 }, [7, 9]],
    ['of another type', { kind: 'namespace', type: 'mnt', inode: 2 }, []],
    ['a named network', { kind: 'netns', name: 'blue' }, [7, 9]],
    ['one below the host files', { kind: 'netns', name: 'red' }, [5]],
    ['a name there is not', { kind: 'netns', name: 'x' }, []],
    ['a cgroup, and what lies below', { kind: 'cgroup', path: '/a' }, [5, 7]],
    ['with a slash', { kind: 'cgroup', path: '/a/' }, [5, 7]],
    ['its directory under v2', { kind: 'cgroup', path: '/sys/fs/cgroup/ab' }, [9]],
    ['its directory under v1', { kind: 'cgroup', path: '/sys/fs/cgroup/memory/a/b' }, [7]],
    ['one there is not, though some are at the root', { kind: 'cgroup', path: '/sys/fs/cgroup/x' }, []],
    ['a directory of another controller', { kind: 'cgroup', path: '/sys/fs/cgroup/cpu/a/b' }, []],
    ['all of a named hierarchy', { kind: 'cgroup', path: '/sys/fs/cgroup/systemd' }, [13]],
    ['v2 beside v1', { kind: 'cgroup', path: '/sys/fs/cgroup/unified/a' }, [5]],
    ['the host', { kind: 'host' }, [5, 11, 13]],
  ])('%s', (_, spec, pids) => expect(processesOf(spec, around).map(({ pid }) => pid)).toEqual(pids));

  it('a container: those that were found in it', () => {
    const spec: TargetSpec = { kind: 'container', name: 'web' };
    expect(targetPids({ spec, text: 'web', title: '', pid: 7, startTime: 70, container: web }, around)).toEqual([7, 9]);
  });
});
