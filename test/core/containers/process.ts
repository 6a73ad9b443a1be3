/** Processes and tables made up for tests. */
import type { NamespaceSet, ProcessEntry, ProcessTable } from '../../../src/core/processes/types.ts';

/** Inodes of the host's namespaces. */
export const HOST: NamespaceSet = { cgroup: 1, ipc: 2, mnt: 3, net: 4, pid: 5, time: 6, user: 7, uts: 8 };

/** A container's usual own ones, told apart by a number. */
export const own = (number: number): NamespaceSet => ({
  ...HOST,
  ipc: number + 2,
  mnt: number + 3,
  net: number + 4,
  pid: number + 5,
  uts: number + 8,
});

/** A process of the host, but for what is given. */
export function makeProcess(known: Partial<ProcessEntry> & { cgroup?: string } = {}): ProcessEntry {
  const { cgroup = '/', pid = 100, ...rest } = known;
  return {
    pid,
    ppid: 1,
    startTime: pid * 10,
    state: 'S',
    comm: 'sleep',
    kernelThread: false,
    ticks: 0,
    threads: 1,
    rss: 4096,
    tty: 0,
    uid: 0,
    nsPids: rest.ns && rest.ns.pid !== HOST.pid ? [pid, 1] : [pid],
    argv: ['sleep', '1'],
    cgroups: [{ controllers: [], path: cgroup }],
    ns: HOST,
    ...rest,
  };
}

export const makeTable = (processes: ProcessEntry[]): ProcessTable => ({
  processes,
  host: HOST,
  at: 2_000_000,
  bootTime: 1_000_000,
  ticksPerSecond: 100,
  memory: 1 << 30,
  gaps: [],
});
