/** Directories of the cgroup file system that claim to be containers, and which of them are believed. */
import type { NamespaceSet, ProcessEntry } from '../processes/types.ts';
import type { CgroupClaim } from './cgroup.ts';
import { type Draft, isAlive, makeDraft, topmost } from './draft.ts';
import { type ContainerRecord, isFullId, isOf, rank } from './record.ts';

/** A directory that claims to be a container's. */
export interface Site {
  claim: CgroupClaim;
  /** The site it lies in. */
  outer: Site | undefined;
  depth: number;
  /** Those in it and in no site below it. */
  processes: ProcessEntry[];
  draft?: Draft;
}

/** The sites that processes are in, by path. A claim to be a monitor's ends a chain: it is around the container. */
export function findSites(chains: ReadonlyMap<ProcessEntry, readonly CgroupClaim[]>): Map<string, Site> {
  const sites = new Map<string, Site>();
  for (const [process, chain] of chains) {
    let outer: Site | undefined;
    for (const [depth, claim] of chain.entries()) {
      if (claim.monitor) break;
      const site: Site = sites.get(claim.root) ?? { claim, outer, depth, processes: [] };
      sites.set(claim.root, site);
      outer = site;
    }
    outer?.processes.push(process);
  }
  return sites;
}

/**
 * Makes a draft of each site that is believed, with the records that belong to it.
 *
 * Files win: a site is believed when a record is of it. Of several sites with one 64-digit id, the one where the recorded
 * process is counts, else the outermost: a name that someone gave to a cgroup further in is nobody's. Root's files tell of
 * what lies in a user's hands only if they name it. Without a record a site is believed when a process in it has left the
 * mount namespace of what is around it, as every container has.
 */
export function believeSites(sites: Iterable<Site>, records: readonly ContainerRecord[], host: NamespaceSet): Draft[] {
  const byId = Map.groupBy(records, ({ id }) => id);
  const taken = new Set<string>();
  const drafts: Draft[] = [];
  const mounts = firstMounts();
  for (const site of mostCredible([...sites], byId)) {
    const { id } = site.claim;
    if (isFullId(id) && taken.has(id)) continue;
    const own = (byId.get(id) ?? []).filter((record) => belongs(record, site));
    if (own.length === 0 && !hasLeft(site, host.mnt, mounts(site.outer))) continue;
    taken.add(id);
    site.draft = draftOf(site, own);
    drafts.push(site.draft);
  }
  return drafts;
}

/** The nearest believed site around a site, itself included. */
export function nearestDraft(site: Site | undefined): Draft | undefined {
  return site && (site.draft ?? nearestDraft(site.outer));
}

function mostCredible(sites: Site[], byId: ReadonlyMap<string, ContainerRecord[]>): Site[] {
  const trust = new Map(sites.map((site) => [site, trustIn(site, byId.get(site.claim.id) ?? [])]));
  return sites.sort((a, b) => (trust.get(b) ?? 0) - (trust.get(a) ?? 0) || a.depth - b.depth);
}

/** 2: root's file names it; 1: it is where only root makes groups; 0: it is in a user's hands. */
function trustIn(site: Site, records: readonly ContainerRecord[]): number {
  if (records.some((record) => record.owner === 0 && isProven(record, site))) return 2;
  return Number(ownerOf(site.claim.root) === 0);
}

/** The file names a process or a cgroup, and this is it. */
function isProven(record: ContainerRecord, { claim, processes }: Site): boolean {
  return record.cgroup === claim.root || processes.some((process) => isOf(record, process));
}

function belongs(record: ContainerRecord, site: Site): boolean {
  const { claim, depth } = site;
  if (record.owner !== 0) return isUsers(claim.root, record.owner);
  const named = isFullId(claim.id) || record.maker === claim.maker;
  return isProven(record, site) || (named && depth === 0 && ownerOf(claim.root) === 0);
}

/** The user whom systemd gave this part of the tree, to make groups of any name (user@.service(5)); 0: root's alone. */
function ownerOf(root: string): number {
  const [, slice, service] = /^\/user\.slice\/user-(\d+)\.slice\/user@(\d+)\.service\//.exec(root) ?? [];
  return slice !== undefined && slice === service ? Number(slice) : 0;
}

/** Users without root have their cgroups below their own slice, and can have them nowhere else. */
function isUsers(root: string, uid: number): boolean {
  return root.startsWith(`/user.slice/user-${uid}.slice/`);
}

/** @param around the mount namespaces of what is around it */
function hasLeft({ processes }: Site, ...around: (number | undefined)[]): boolean {
  return processes.some((process) => isAlive(process) && (!process.ns || !around.includes(process.ns.mnt)));
}

/** The mount namespace of a site's first process. Many sites can lie in one of many processes. */
function firstMounts(): (site: Site | undefined) => number | undefined {
  const known = new Map<Site, number | undefined>();
  return (site) => {
    if (!site) return undefined;
    if (!known.has(site)) known.set(site, topmost(site.processes)?.ns?.mnt);
    return known.get(site);
  };
}

function draftOf({ claim, processes }: Site, records: ContainerRecord[]): Draft {
  const { maker, id, group, root, guess } = claim;
  const told = records.toSorted((a, b) => rank(a.maker) - rank(b.maker));
  const makers = [...(guess && told.length > 0 ? [] : [maker]), ...told.map((record) => record.maker)];
  const best = makers.reduce((a, b) => (rank(a) <= rank(b) ? a : b));
  const guessed = guess && told.length === 0;
  const owner = ownerOf(root);
  return { ...makeDraft(best, id), group: best === maker ? group : '', guessed, root, records: told, processes, owner };
}
