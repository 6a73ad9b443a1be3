/** What a list of containers shows at more cost: limits and use of cgroups, addresses, ports. What ends meanwhile is unknown. */
import type { Detail } from '../core/containers/columns.ts';
import type { ContainerDetails } from '../core/containers/row.ts';
import type { FoundContainer } from '../core/containers/types.ts';
import { globalAddresses } from '../core/inspect/network.ts';
import type { ProcessEntry, ProcessTable } from '../core/processes/types.ts';
import type { System } from './system.ts';

type DetailsOf = (container: FoundContainer) => ContainerDetails;

const NOTHING: ContainerDetails = { use: null, addresses: null, ports: null };

/** Of any container: for lists that show none of them. */
export const NO_DETAILS: DetailsOf = () => NOTHING;

/** Reads what is wanted of containers that run; a namespace that several share is looked into once. */
export async function readDetails(
  { details }: System,
  { processes, host }: ProcessTable,
  containers: readonly FoundContainer[],
  wanted: ReadonlySet<Detail>,
): Promise<DetailsOf> {
  if (wanted.size === 0) return NO_DETAILS;
  const byPid = new Map(processes.map((entry) => [entry.pid, entry]));
  const networkOf = ({ pid }: FoundContainer) => byPid.get(pid)?.ns?.net;
  const networks = wanted.has('addresses') ? await readNetworks() : undefined;
  const found = new Map<FoundContainer, ContainerDetails>();
  for (const container of containers) found.set(container, await read(container));
  return (container) => found.get(container) ?? NOTHING;

  async function readNetworks() {
    const pids = new Map(containers.map((container) => [networkOf(container), container.pid]));
    pids.delete(undefined);
    pids.delete(host.net);
    return await settle(details.networks([...pids.values()], host.net));
  }

  async function read(container: FoundContainer): Promise<ContainerDetails> {
    const net = networkOf(container);
    const network = networks?.get(net ?? 0);
    return {
      addresses: network ? globalAddresses(network) : net === host.net ? [] : null,
      use: wanted.has('use') && hasCgroup(container, byPid) ? await readUse(container) : null,
      ports: wanted.has('ports') && net !== host.net ? await readPorts(container) : null,
    };
  }

  async function readUse({ cgroups }: FoundContainer) {
    return (await settle(details.cgroup(cgroups)))?.use ?? null;
  }

  async function readPorts({ pid }: FoundContainer): Promise<string[] | null> {
    const ports = (await settle(details.ports(pid, [])))?.ports;
    return ports ? [...new Set(ports.map(({ port, protocol }) => `${port}/${protocol.slice(0, 3)}`))] : null;
  }
}

/** A container that runs in the cgroup of who started it has no limits and use of its own. */
function hasCgroup({ engine, monitor, cgroups }: FoundContainer, byPid: ReadonlyMap<number, ProcessEntry>): boolean {
  if (engine === 'none' || engine === 'netns' || cgroups.length === 0) return false;
  const around = byPid.get(monitor)?.cgroups ?? [];
  return !cgroups.every(({ path }, index) => path === around[index]?.path);
}

/** undefined for what ended, or may not be read. */
async function settle<T>(promise: Promise<T>): Promise<T | undefined> {
  try {
    return await promise;
  } catch {
    return undefined;
  }
}
