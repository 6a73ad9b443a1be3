/** Which process is in which container: cgroups, files and monitors together. */
import type { NamespaceSet, ProcessEntry, ProcessTable } from '../processes/types.ts';
import { type CgroupClaim, claimReader, type KnownCgroups } from './cgroup.ts';
import { type Draft, isAlive, topmost } from './draft.ts';
import { readMonitor } from './monitors.ts';
import type { NamedNamespace } from './named.ts';
import { findNameless, knownNamespaces } from './nameless.ts';
import { type ContainerRecord, isFullId, isOf, ownedId, rank } from './record.ts';
import { believeSites, findSites, nearestDraft, type Site } from './sites.ts';
import { addByNamespace, addRecorded } from './strays.ts';
import { addWatched, findMonitors } from './watched.ts';

/** What was found: containers that run, and what files say of those that do not. */
export interface Grouping {
  drafts: Draft[];
  /** One list for each container that does not run: all that is on file of it. */
  idle: ContainerRecord[][];
}

/** What is known beside the processes. */
export interface Evidence {
  records: readonly ContainerRecord[];
  named: readonly NamedNamespace[];
}

/** Sorts processes into containers. A process that is in several, nested ones belongs to the innermost. */
export function groupProcesses(table: ProcessTable, { records, named }: Evidence): Grouping {
  const { processes, host } = table;
  const draftOf = new Map<ProcessEntry, Draft>();
  const drafts = fromCgroups(processes, records, host, draftOf);
  addWatched(findMonitors(processes), drafts, records, draftOf);
  addRecorded(processes, drafts, records, draftOf);
  addByNamespace(processes, drafts, host, draftOf);
  const nameless = findNameless(processes, (process) => draftOf.get(process), knownNamespaces(host, drafts), named);
  for (const [within, nested] of Map.groupBy(nameless, (draft) => draft.within)) if (within) leave(within, nested);
  const all = [...drafts, ...nameless];
  return { drafts: all, idle: idleRecords(all, records) };
}

/** What is nested in a container without a name of its own is no longer that container's. */
function leave(within: Draft, nested: readonly Draft[]): void {
  const left = new Set(nested.flatMap(({ processes }) => processes));
  within.processes = within.processes.filter((process) => !left.has(process));
}

function fromCgroups(
  processes: readonly ProcessEntry[],
  records: readonly ContainerRecord[],
  host: NamespaceSet,
  draftOf: Map<ProcessEntry, Draft>,
): Draft[] {
  const read = claimReader(knownCgroups(records));
  const chains = new Map<ProcessEntry, readonly CgroupClaim[]>();
  for (const process of processes) {
    const chain = read(process.cgroups);
    if (chain.length > 0) chains.set(process, chain);
  }
  const sites = [...findSites(chains).values()];
  const drafts = believeSites(sites, records, host);
  for (const site of sites) settle(site, host, draftOf);
  for (const draft of drafts) setMain(draft);
  return drafts.filter(({ main }) => main !== undefined);
}

/** A user's file may name no cgroup: it could be anyone's. */
function knownCgroups(records: readonly ContainerRecord[]): KnownCgroups {
  const sorted = records.filter(({ cgroup, owner }) => cgroup !== '' && owner === 0);
  return new Map(sorted.sort((a, b) => rank(b.maker) - rank(a.maker)).map((record) => [record.cgroup, record]));
}

/** The site's processes go to its draft, or to the one around it when it is not believed. */
function settle(site: Site, host: NamespaceSet, draftOf: Map<ProcessEntry, Draft>): void {
  const draft = nearestDraft(site);
  if (!draft) return;
  const within = nearestDraft(site.outer);
  if (site.draft && within) site.draft.within = within;
  const members = site.processes.filter((process) => !isMonitorOf(draft, process, host));
  if (site.draft) site.draft.processes = members;
  else for (const process of members) draft.processes.push(process);
  for (const process of members) draftOf.set(process, draft);
}

/** It may share the container's cgroup (nspawn, podman's --cgroups=split), but not its files. */
function isMonitorOf({ id }: Draft, process: ProcessEntry, host: NamespaceSet): boolean {
  if (process.ns?.mnt !== host.mnt) return false;
  return readMonitor(process)?.id === id;
}

function setMain(draft: Draft): void {
  const alive = draft.processes.filter(isAlive);
  const recorded = alive.find((process) => draft.records.some((record) => isOf(record, process)));
  const main = recorded ?? topmost(alive);
  if (main) draft.main = main;
}

/** What files say of containers that do not run: those of one container together, the maker's own first. */
function idleRecords(drafts: readonly Draft[], records: readonly ContainerRecord[]): ContainerRecord[][] {
  const used = new Set(drafts.flatMap((draft) => draft.records));
  const isRunning = runningIds(drafts, used);
  const idle = records.filter((record) => !used.has(record) && !isRunning(record));
  const groups = Map.groupBy(idle, idleKey);
  return [...groups.values()].map((group) => group.toSorted((a, b) => rank(a.maker) - rank(b.maker)));
}

/**
 * Whether a file's container is one that runs, by its 64-digit id. Root's id in a user's hands, or of something within a
 * container, may be an impostor's: that hides nothing of root's.
 */
function runningIds(
  drafts: readonly Draft[],
  used: ReadonlySet<ContainerRecord>,
): (record: ContainerRecord) => boolean {
  const outer = drafts.filter(({ within }) => !within);
  const running = new Set([...outer, ...used].filter(({ id }) => isFullId(id)).map(ownedId));
  return (record) => running.has(ownedId(record)) || running.has(ownedId({ owner: 0, id: record.id }));
}

/** Two makers may have one name in use; they mean one container when they name one process, too. */
function idleKey({ id, owner, maker, pid }: ContainerRecord): string {
  if (isFullId(id)) return `${owner} ${id}`;
  return pid > 0 ? `${owner} ${id} ${pid}` : `${owner} ${id} ${maker}`;
}
