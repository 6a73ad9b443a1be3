/** Processes and containers made by hand, in namespaces. */
import type { Discovery, FoundContainer } from '../../../src/core/containers/types.ts';
import type { Holders } from '../../../src/core/namespaces/types.ts';
import type { NamespaceSet, ProcessEntry, ProcessTable } from '../../../src/core/processes/types.ts';
import * as made from '../processes/table.ts';

export const HOST: NamespaceSet = { cgroup: 1, ipc: 2, mnt: 3, net: 4, pid: 5, time: 6, user: 7, uts: 8 };

/** In the host's namespaces, started in the order of the pids. */
export const entry = (pid: number, ppid: number, given: Partial<ProcessEntry> = {}): ProcessEntry =>
  made.process({ pid, ppid, startTime: pid, comm: `p${pid}`, argv: [`p${pid}`], ns: HOST, ...given });

export const tableOf = (processes: ProcessEntry[]): ProcessTable => made.tableOf(processes, { host: HOST });

export const container = (name: string, pids: number[], given: Partial<FoundContainer> = {}): FoundContainer =>
  made.container({ id: `id-${name}`, name, image: 'img', pid: pids[0] ?? 0, pids, ...given });

export function discoveryOf(...containers: FoundContainer[]): Discovery {
  const byPid = new Map(containers.flatMap((each) => each.pids.map((pid) => [pid, each] as const)));
  return { containers, byPid, gaps: [] };
}

export const NO_HOLDERS: Holders = { mounts: [], descriptors: [], gaps: [] };
