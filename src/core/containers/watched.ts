/** What monitors watch: who watches a container, and containers without a cgroup of their own. */
import type { ProcessEntry } from '../processes/types.ts';
import { type Draft, isAlive, makeDraft, removeMoved } from './draft.ts';
import { readMonitor, type Watch } from './monitors.ts';
import type { ContainerRecord } from './record.ts';

/** A monitor with what it started. */
interface Watching {
  monitor: ProcessEntry;
  watch: Watch;
  children: ProcessEntry[];
}

/** The processes that look like monitors, with their children. */
export function findMonitors(processes: readonly ProcessEntry[]): Watching[] {
  const byPid = new Map<number, Watching>();
  for (const monitor of processes) {
    const watch = readMonitor(monitor);
    if (watch) byPid.set(monitor.pid, { monitor, watch, children: [] });
  }
  for (const process of processes) if (isAlive(process)) byPid.get(process.ppid)?.children.push(process);
  return [...byPid.values()];
}

/**
 * Gives drafts their monitors, and makes drafts of what is watched and has no cgroup of its own. Whose child a process is
 * cannot be forged, so a false monitor gets its own children at most, and never the id of a container that is known.
 */
export function addWatched(
  watchings: readonly Watching[],
  drafts: Draft[],
  records: readonly ContainerRecord[],
  draftOf: Map<ProcessEntry, Draft>,
): void {
  const byMain = new Map(drafts.map((draft) => [draft.main, draft]));
  const known = new Set(drafts.map(nameOf));
  const byId = Map.groupBy(records, ({ id }) => id);
  const emptied = new Set<Draft>();
  for (const { monitor, watch, children } of watchings) {
    const around = draftOf.get(monitor);
    for (const child of children) {
      const draft = byMain.get(child);
      if (draft && draft !== around) adopt(draft, monitor, watch);
      else if (draftOf.get(child) === around && child.ns?.mnt !== monitor.ns?.mnt && !known.has(nameOf(watch))) {
        const made = withoutCgroup(monitor, watch, child, around, byId.get(watch.id) ?? []);
        drafts.push(made);
        known.add(nameOf(made));
        draftOf.set(child, made);
        if (around) emptied.add(around);
      }
    }
  }
  removeMoved(emptied, draftOf);
}

function adopt(draft: Draft, monitor: ProcessEntry, watch: Watch): void {
  draft.monitor = monitor;
  draft.owner = monitor.uid ?? 0;
  // one shim watches all containers of a pod, under the first one's id
  if (watch.id === draft.id) draft.name ||= watch.name;
  if (draft.guessed) Object.assign(draft, { maker: watch.maker, group: watch.group, guessed: false });
}

/** What tells a container from others: an id is its maker's; one of 64 digits is the same whoever says it. */
const nameOf = ({ id, maker }: Pick<Draft, 'id' | 'maker'>) => (id.length === 64 ? id : `${maker} ${id}`);

function withoutCgroup(
  monitor: ProcessEntry,
  { maker, id, name, group }: Watch,
  main: ProcessEntry,
  within: Draft | undefined,
  /** Of that id. */
  records: readonly ContainerRecord[],
): Draft {
  const owner = monitor.uid ?? 0;
  const own = records.filter((record) => record.maker === maker && record.owner === owner);
  const draft = { ...makeDraft(maker, id), name, group, records: own, processes: [main], main, monitor, owner };
  return within ? { ...draft, within } : draft;
}
