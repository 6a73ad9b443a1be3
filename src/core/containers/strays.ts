/** Processes of containers whose cgroup does not tell: rootless ones, and those started without cgroups. */
import type { NamespaceSet, ProcessEntry } from '../processes/types.ts';
import { type Draft, isAlive, makeDraft, removeMoved } from './draft.ts';
import { type ContainerRecord, isOf, rank } from './record.ts';

/** Adds containers whose file names the first process by pid and start time (runc, crun); `draftOf` learns of it. */
export function addRecorded(
  processes: readonly ProcessEntry[],
  drafts: Draft[],
  records: readonly ContainerRecord[],
  draftOf: Map<ProcessEntry, Draft>,
): void {
  const used = new Set(drafts.flatMap((draft) => draft.records));
  const exact = records.filter((record) => record.pid > 0 && record.startTime > 0 && !used.has(record));
  const byPid = Map.groupBy(exact, ({ pid }) => pid);
  if (byPid.size === 0) return;
  const byMain = new Map(drafts.map((draft) => [draft.main, draft]));
  for (const process of processes) {
    const own = (byPid.get(process.pid) ?? []).filter((record) => mayBe(record, process));
    if (own.length === 0) continue;
    const draft = byMain.get(process);
    if (draft) draft.records.push(...own);
    else if (!draftOf.has(process)) addDraft(process, own, drafts, draftOf);
  }
}

function addDraft(main: ProcessEntry, records: ContainerRecord[], drafts: Draft[], draftOf: Map<ProcessEntry, Draft>) {
  const [best] = records.sort((a, b) => rank(a.maker) - rank(b.maker));
  if (!best) return;
  const draft: Draft = { ...makeDraft(best.maker, best.id), records, processes: [main], main, owner: best.owner };
  drafts.push(draft);
  draftOf.set(main, draft);
}

/** A user's file may speak of the user's processes only. */
function mayBe(record: ContainerRecord, process: ProcessEntry): boolean {
  return isOf(record, process) && isAlive(process) && (record.owner === 0 || record.owner === process.uid);
}

/**
 * Adds processes that are in a container's pid namespace, or in the mount namespace of one that has no pid namespace of
 * its own and no cgroup; and dead ones, which have no namespaces any more, to where their parents are.
 */
export function addByNamespace(
  processes: readonly ProcessEntry[],
  drafts: readonly Draft[],
  host: NamespaceSet,
  draftOf: Map<ProcessEntry, Draft>,
): void {
  const owners = namespaceOwners(drafts, host);
  const byPid = new Map(processes.map((process) => [process.pid, process]));
  const emptied = new Set<Draft>();
  for (const process of processes) {
    const known = draftOf.get(process);
    const draft = ownerOf(process, owners) ?? (isAlive(process) ? undefined : parentsDraft(process, byPid, draftOf));
    if (!draft || draft === known || (known && draft.within !== known)) continue;
    if (known) emptied.add(known);
    draft.processes.push(process);
    draftOf.set(process, draft);
  }
  removeMoved(emptied, draftOf);
}

/** Inode of a namespace → the container that has it for itself. */
function namespaceOwners(drafts: readonly Draft[], host: NamespaceSet): Map<number, Draft> {
  const owners = new Map<number, Draft>();
  for (const draft of drafts) {
    const { pid, mnt } = draft.main?.ns ?? {};
    const around = draft.within?.main?.ns ?? host;
    if (pid !== undefined && pid !== host.pid && pid !== around.pid) owners.set(pid, owners.get(pid) ?? draft);
    else if (draft.root === '' && mnt !== undefined && mnt !== host.mnt && mnt !== around.mnt) owners.set(mnt, draft);
  }
  return owners;
}

function ownerOf({ ns }: ProcessEntry, owners: ReadonlyMap<number, Draft>): Draft | undefined {
  if (!ns) return undefined;
  return owners.get(ns.pid ?? 0) ?? owners.get(ns.mnt ?? 0);
}

function parentsDraft(
  { ppid }: ProcessEntry,
  byPid: ReadonlyMap<number, ProcessEntry>,
  draftOf: ReadonlyMap<ProcessEntry, Draft>,
): Draft | undefined {
  const parent = byPid.get(ppid);
  return parent && draftOf.get(parent);
}
