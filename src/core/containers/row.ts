/** A container as `spc ps --containers` lists it. */
import type { CgroupUse } from '../inspect/cgroup-use.ts';
import type { ProcessEntry, ProcessTable } from '../processes/types.ts';
import { cpuPercent, elapsed, type Usage } from '../processes/usage.ts';
import type { FoundContainer } from './types.ts';

/** All text is as found: hostile until sanitised. null: unknown, or it does not run. */
export interface ContainerRow {
  container: FoundContainer;
  /** Its owner's name on the host. */
  owner: string;
  /** Bytes resident, all its processes together. */
  memory: number | null;
  /** Percent of one processor, all its processes together. */
  cpu: number | null;
  /** Seconds since it started. */
  elapsed: number | null;
  use: CgroupUse | null;
  addresses: string[] | null;
  /** `80/tcp`. */
  ports: string[] | null;
}

/** What is read at more cost, when a column asks for it. */
export type ContainerDetails = Pick<ContainerRow, 'use' | 'addresses' | 'ports'>;

export interface ContainerRowSources {
  table: ProcessTable;
  /** The reading before this one; undefined: there was none. */
  before: Usage | undefined;
  containers: readonly FoundContainer[];
  userName(uid: number): string;
  details(container: FoundContainer): ContainerDetails;
}

/** A row a container, in their order. */
export function toContainerRows(sources: ContainerRowSources): ContainerRow[] {
  const { table, before, containers, userName, details } = sources;
  const byPid = new Map(table.processes.map((entry) => [entry.pid, entry]));
  const cpu = cpuPercent(table, before);
  return containers.map((container) => {
    const entries = container.pids.flatMap((pid) => byPid.get(pid) ?? []);
    const main = byPid.get(container.pid);
    return {
      container,
      owner: userName(container.owner),
      memory: sum(entries, ({ rss }) => rss),
      cpu: sum(entries, cpu),
      elapsed: main ? elapsed(main, table) : null,
      ...details(container),
    };
  });
}

function sum(entries: readonly ProcessEntry[], value: (entry: ProcessEntry) => number): number | null {
  return entries.length === 0 ? null : entries.reduce((total, entry) => total + value(entry), 0);
}
