/** A network among the others of the machine: who holds its ports, in whose namespace the other ends of its links are. */
import type { ProcessTable } from '../processes/types.ts';
import type { Surroundings } from '../targets/processes.ts';
import type { NetworkFacts } from './inspection.ts';
import type { Network } from './network.ts';
import type { Port } from './ports.ts';

/** A link of it leads into a namespace that was not among those read. */
export const hasUnknownEnds = ({ links }: Network): boolean =>
  links.some(({ peer }) => peer && peer.namespace === null);

/** More namespaces than this are not searched for other ends. */
const MAX_SOURCES = 1024;

/** A process of each network namespace, and the files that others are bound to. */
export function networkSources({ table, binds }: Surroundings): (number | string)[] {
  const sources = new Map<number, number | string>();
  for (const { pid, ns } of table.processes)
    if (ns?.net !== undefined && !sources.has(ns.net)) sources.set(ns.net, pid);
  for (const { type, inode, path } of binds) if (type === 'net' && !sources.has(inode)) sources.set(inode, path);
  return [...sources.values()].slice(0, MAX_SOURCES);
}

/** Pids in a network namespace: a port may be held by any of them, of this container or not. */
export function inNetwork({ processes }: ProcessTable, inode: number): number[] {
  return processes.filter(({ ns }) => ns?.net === inode).map(({ pid }) => pid);
}

/** A network with the names of who holds its ports, and of who is at the other ends. */
export function networkFacts(network: Network, ports: readonly Port[] | null, around: Surroundings): NetworkFacts {
  const names = new Map(around.table.processes.map(({ pid, comm }) => [pid, comm]));
  const ends = new Set(network.links.flatMap(({ peer }) => peer?.namespace ?? []));
  ends.delete(network.inode);
  const withHolders = ({ pids, ...port }: Port) => ({
    ...port,
    holders: pids.map((pid) => ({ pid, comm: names.get(pid) ?? '' })),
  });
  return {
    ...network,
    ports: ports === null ? null : ports.map(withHolders),
    neighbours: [...ends].map((inode) => ({ inode, containers: containersIn(inode, around) })),
  };
}

function containersIn(inode: number, { table, discovery }: Surroundings): string[] {
  const owners = inNetwork(table, inode).flatMap((pid) => discovery.byPid.get(pid) ?? []);
  return [...new Set(owners.map(({ engine, name }) => `${engine}/${name}`))].sort();
}
