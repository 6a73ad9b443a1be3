/** A process as `spc ps` lists it. */
import type { Discovery, FoundContainer } from '../containers/types.ts';
import {
  type CgroupLine,
  NAMESPACE_TYPES,
  type NamespaceSet,
  type NamespaceType,
  type ProcessEntry,
  type ProcessTable,
} from './types.ts';
import { cpuPercent, cpuSeconds, elapsed, type Usage } from './usage.ts';

/** All text is as found: hostile until sanitised. */
export interface ProcessRow {
  entry: ProcessEntry;
  /** undefined: a process of the host. */
  container: FoundContainer | undefined;
  user: string;
  /** Percent of one processor. */
  cpu: number;
  /** Percent of the machine's memory. */
  memoryPercent: number;
  /** Milliseconds since 1970. */
  started: number;
  /** Seconds. */
  elapsed: number;
  /** Seconds of CPU. */
  time: number;
  /** The namespaces that are not the host's; null: they cannot be read. */
  apart: NamespaceType[] | null;
}

/** What else a row tells of. */
export interface RowSources {
  table: ProcessTable;
  /** The reading before this one; undefined: there was none. */
  before: Usage | undefined;
  discovery: Discovery;
  userName(uid: number): string;
}

/** A row a process, in the table's order. */
export function toRows({ table, before, discovery, userName }: RowSources): ProcessRow[] {
  const cpu = cpuPercent(table, before);
  return table.processes.map((entry) => ({
    entry,
    container: discovery.byPid.get(entry.pid),
    user: entry.uid === undefined ? '' : userName(entry.uid),
    cpu: cpu(entry),
    memoryPercent: table.memory > 0 ? (100 * entry.rss) / table.memory : 0,
    started: table.bootTime + (entry.startTime * 1000) / table.ticksPerSecond,
    elapsed: elapsed(entry, table),
    time: cpuSeconds(entry, table),
    apart: entry.ns ? differences(entry.ns, table.host) : null,
  }));
}

/** The types of which both are known and not the same. */
export function differences(own: NamespaceSet = {}, others: NamespaceSet = {}): NamespaceType[] {
  return NAMESPACE_TYPES.filter((type) => own[type] && others[type] && own[type] !== others[type]);
}

/** The command line in one; `[name]` where there is none, as ps(1) shows kernel threads and zombies. */
export function commandOf({ argv = [], comm, state }: ProcessEntry): string {
  if (state === 'Z') return `[${comm}] <defunct>`;
  return argv.join(' ') || `[${comm}]`;
}

/** The pid in the innermost pid namespace; undefined when it is in none of its own. */
export function innerPid({ nsPids = [] }: ProcessEntry): number | undefined {
  return nsPids.length > 1 ? nsPids.at(-1) : undefined;
}

/** The one path that says most: the v2 hierarchy's, or the longest of v1's where v2 has it at the root. */
export function cgroupPath(lines: readonly CgroupLine[] = []): string {
  const v2 = lines.find(({ controllers }) => controllers.length === 0)?.path ?? '/';
  if (v2 !== '/') return v2;
  return lines.reduce((longest, { path }) => (path.length > longest.length ? path : longest), v2);
}
