/** `spc inspect`: all that is known of one container, process or namespace. */
import { SpcError } from '../core/errors.ts';
import type { Gap, Inspection, Section } from '../core/inspect/inspection.ts';
import { hasUnknownEnds, inNetwork, networkFacts, networkSources } from '../core/inspect/neighbours.ts';
import { inspectionPage } from '../core/inspect/page.ts';
import { namespaceFacts, processFacts, processList, sharesGroups } from '../core/inspect/relatives.ts';
import type { ProcessEntry } from '../core/processes/types.ts';
import type { UseCase } from '../core/types.ts';
import type { Details } from './details.ts';
import type { System } from './system.ts';
import { type FoundTarget, resolveTarget } from './targets.ts';

export interface InspectRequest {
  target: string;
  /** Every mount, process, limit and port on the page. */
  all: boolean;
}

/** Shows the page. Throws as `resolveTarget` does, and `target-gone` when the target ends and its pid is taken meanwhile. */
export async function* inspect(system: System, request: InspectRequest): UseCase {
  const found = resolveTarget(request.target, system);
  const data = await readInspection(system, found);
  yield { kind: 'page', sections: inspectionPage(data, request.all), data };
  return 0;
}

/** Reads every section there is; one that fails leaves the others. */
export async function readInspection(system: System, found: FoundTarget): Promise<Inspection> {
  const { table, discovery, container } = found;
  const main = table.processes.find(({ pid }) => pid > 0 && pid === found.pid);
  const gaps: Gap[] = [...table.gaps, ...discovery.gaps].map((why) => ({ section: 'target', why }));
  const processes = processList(found, system.userName);
  const parts = await readParts(system.details, found, main, gaps);
  checkStillThere(system, found, gaps);
  return {
    schema: 1,
    target: { text: found.text, title: found.title, kind: found.spec.kind, bound: found.bound ?? null },
    container: container ?? null,
    process: main ? processFacts(main, table, system.userName) : null,
    namespaces: main ? namespaceFacts(main, found) : null,
    processes,
    ...parts,
    gaps,
  };
}

type Parts = Pick<Inspection, 'cgroup' | 'network' | 'mounts' | 'security' | 'userSpace'>;

async function readParts(
  details: Details,
  found: FoundTarget,
  main: ProcessEntry | undefined,
  gaps: Gap[],
): Promise<Parts> {
  const section = sections(gaps);
  const network = await section('network', () => readNetwork(details, found, main));
  if (!main) return { network, cgroup: null, mounts: null, security: null, userSpace: null };
  return {
    network,
    cgroup: await section('cgroup', async () => {
      const { groups, use, gaps } = await details.cgroup(main.cgroups ?? []);
      return { value: { groups, use, shared: sharesGroups(main, found.table) }, gaps };
    }),
    mounts: await section('mounts', async () => ({ value: await details.mounts(main.pid), gaps: [] })),
    security: await section('security', async () => {
      const { security, gaps } = await details.security(main.pid);
      return { value: security, gaps };
    }),
    userSpace: await section('user space', async () => ({
      value: await details.userSpace(main.pid, main.startTime),
      gaps: [],
    })),
  };
}

/** Runs the reading of a section; what it cannot tell goes to `gaps`. */
function sections(gaps: Gap[]) {
  return async <T>(section: Section, read: () => Promise<Reading<T>>): Promise<T | null> => {
    try {
      const { value, gaps: whys } = await read();
      gaps.push(...whys.map((why) => ({ section, why })));
      return value;
    } catch (error) {
      if (!(error instanceof SpcError)) throw error;
      gaps.push({ section, why: [error.message, error.why].filter(Boolean).join(': ') });
      return null;
    }
  };
}

interface Reading<T> {
  value: T | null;
  gaps: string[];
}

async function readNetwork(
  details: Details,
  found: FoundTarget,
  main: ProcessEntry | undefined,
): Promise<Reading<Inspection['network']>> {
  const source = main ? main.pid : found.bound;
  if (source === undefined) return { value: null, gaps: [] };
  const { net: host } = found.table.host;
  let [network] = (await details.networks([source], host)).values();
  if (!network) return { value: null, gaps: ['its network namespace cannot be looked into, or is gone'] };
  if (hasUnknownEnds(network)) {
    const all = await details.networks([source, ...networkSources(found)], host);
    network = all.get(network.inode) ?? network;
  }
  const { ports, gaps } = await details.ports(source, inNetwork(found.table, network.inode));
  const value = networkFacts(network, ports, found);
  return { value, gaps: [...network.gaps, ...gaps] };
}

/** What was read after a process ended is missing; what was read after its pid was taken would be another's. */
function checkStillThere(system: System, { pid, startTime, title }: FoundTarget, gaps: Gap[]): void {
  if (pid === 0) return;
  const [now] = system.processes([], [pid]).processes;
  if (now?.startTime === startTime) return;
  if (now)
    throw new SpcError('target-gone', `${title} ended while it was read`, `pid ${pid} is another process by now`);
  gaps.push({ section: 'target', why: 'it ended while it was read' });
}
