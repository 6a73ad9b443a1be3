/** Which container has which address. */
import type { Discovery } from '../../core/containers/types.ts';
import type { ProcessTable } from '../../core/processes/types.ts';
import { findContainers } from '../discover/discover.ts';
import { hostNamespaces } from '../proc/namespaces.ts';
import { readProcesses } from '../proc/processes.ts';
import { NetworkWatch } from './network-watch.ts';

/** What was read of the machine a moment ago; looking around costs more than all the rest. */
export interface Around {
  table: ProcessTable;
  discovery: Discovery;
}

/** More namespaces than this are not asked. */
const MAX_NETWORKS = 1024;

/** A container that runs may be given one more address, or lose one: nothing but looking tells. */
const STALE_MS = 60_000;

interface Known {
  addresses: Map<string, string>;
  watch: NetworkWatch;
  /** Nothing had come since the look before this one: what just has may not have had its addresses yet. */
  isSettled: boolean;
  /** When the watch began, ms of performance.now(). */
  since: number;
}

let known: Known | undefined;

/**
 * Names of the containers that run, by IP address, link-local ones left out: others have them, too. Containers on the
 * host's network have none of their own; of several in one network namespace, a pod, all are named. Whatever cannot be read
 * is missing: it never fails. Asked again, it looks around only when a process has come into a network, or into a cgroup there,
 * where none was before, at the time after that, and a minute later.
 */
export async function containerAddresses(around?: Around): Promise<Map<string, string>> {
  try {
    if (around) return await addressesOf(namesByNetwork(around));
    if (known && performance.now() - known.since > STALE_MS) known = undefined;
    const hasChanged = known?.watch.hasChanged() ?? false;
    if (known?.isSettled && !hasChanged) return known.addresses;
    // before all else: what comes while it looks around is new the next time
    const { watch, since } = known ?? { watch: new NetworkWatch(hostNamespaces().net), since: performance.now() };
    const addresses = await addressesOf(namesByNetwork(lookAround()));
    known = { addresses, watch, isSettled: known !== undefined && !hasChanged, since };
    return addresses;
  } catch {
    return new Map();
  }
}

interface Owner {
  /** Some process in the namespace. */
  pid: number;
  names: Set<string>;
}

function lookAround(): Around {
  const table = readProcesses(['status', 'cgroup', 'cmdline', 'ns']);
  return { table, discovery: findContainers(table) };
}

function namesByNetwork({ table: { processes, host }, discovery: { containers } }: Around): Map<number, Owner> {
  const networks = new Map(processes.map(({ pid, ns }) => [pid, ns?.net]));
  const owners = new Map<number, Owner>();
  for (const { pid, name } of containers) {
    const inode = networks.get(pid);
    if (inode === undefined || inode === host.net || owners.size >= MAX_NETWORKS) continue;
    const owner = owners.get(inode) ?? { pid, names: new Set() };
    owners.set(inode, { pid: owner.pid, names: owner.names.add(name) });
  }
  return owners;
}

async function addressesOf(owners: ReadonlyMap<number, Owner>): Promise<Map<string, string>> {
  const addresses = new Map<string, string>();
  if (owners.size === 0) return addresses;
  const { readNetworks } = await import('../inspect/network.ts');
  const networks = await readNetworks(
    [...owners.values()].map(({ pid }) => pid),
    undefined,
  );
  for (const { inode, links } of networks.values()) {
    const name = [...(owners.get(inode)?.names ?? [])].sort().join('+');
    for (const { address, scope } of links.flatMap((link) => link.addresses))
      if (name !== '' && scope === 'global') addresses.set(address, name);
  }
  return addresses;
}
