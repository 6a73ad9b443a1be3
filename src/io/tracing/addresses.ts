/** Which container has which address. */
import type { Discovery } from '../../core/containers/types.ts';
import type { ProcessTable } from '../../core/processes/types.ts';
import { findContainers } from '../discover/discover.ts';
import { readProcesses } from '../proc/processes.ts';

/** What was read of the machine a moment ago; looking around costs more than all the rest. */
export interface Around {
  table: ProcessTable;
  discovery: Discovery;
}

/** More namespaces than this are not asked. */
const MAX_NETWORKS = 1024;

/**
 * Names of the containers that run, by IP address, link-local ones left out: others have them, too. Containers on the
 * host's network have none of their own; of several in one network namespace, a pod, all are named. Whatever cannot be read
 * is missing: it never fails.
 */
export async function containerAddresses(around?: Around): Promise<Map<string, string>> {
  try {
    return await addressesOf(namesByNetwork(around ?? lookAround()));
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
