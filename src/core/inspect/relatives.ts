/** A target among the other processes: its parents, who shares its namespaces, what belongs to it. */
import type { FoundContainer } from '../containers/types.ts';
import { commandOf, innerPid } from '../processes/row.ts';
import { NAMESPACE_TYPES, type NamespaceType, type ProcessEntry, type ProcessTable } from '../processes/types.ts';
import type { Target } from '../target.ts';
import { type Surroundings, targetPids } from '../targets/processes.ts';
import type { ListedProcess, NamespaceFacts, ProcessFacts } from './inspection.ts';

type UserName = (uid: number) => string;

/** A process with its ancestors. */
export function processFacts(entry: ProcessEntry, table: ProcessTable, userName: UserName): ProcessFacts {
  const { pid, nsPids = [pid], startTime, argv = [], comm, state, uid, threads, rss, ticks } = entry;
  return {
    pid,
    nsPids,
    startTime,
    parents: parentsOf(entry, table),
    argv,
    comm,
    state,
    uid: uid ?? null,
    user: uid === undefined ? '' : userName(uid),
    started: new Date(table.bootTime + (startTime * 1000) / table.ticksPerSecond).toISOString(),
    threads,
    rss,
    cpuTime: ticks / table.ticksPerSecond,
  };
}

/** Processes come and go while a table is read, so a chain of parents may in theory close into a ring. */
function parentsOf(entry: ProcessEntry, { processes }: ProcessTable): ProcessFacts['parents'] {
  const byPid = new Map(processes.map((each) => [each.pid, each]));
  const seen = new Set<ProcessEntry>();
  for (let at = byPid.get(entry.ppid); at && at !== entry && !seen.has(at); at = byPid.get(at.ppid)) seen.add(at);
  return [...seen].map(({ pid, comm }) => ({ pid, comm }));
}

const COUNTED = ['memory', 'cpu', 'cpuacct', 'pids'];

/** Whether a process counts to the same groups as its parent, by the controllers that limit and count. */
export function sharesGroups(entry: ProcessEntry, { processes }: ProcessTable): boolean {
  const parent = processes.find(({ pid }) => pid === entry.ppid);
  return parent !== undefined && COUNTED.every((name) => groupOf(entry, name) === groupOf(parent, name));
}

/** A controller that no v1 hierarchy has is v2's. */
function groupOf({ cgroups = [] }: ProcessEntry, controller: string): string | undefined {
  const v1 = cgroups.find(({ controllers }) => controllers.includes(controller));
  return (v1 ?? cgroups.find(({ controllers }) => controllers.length === 0))?.path;
}

/** Each namespace beside the host's, and which other containers are in it. */
export function namespaceFacts(
  entry: ProcessEntry,
  { table, discovery, container }: Target & Surroundings,
): NamespaceFacts[] {
  const others = table.processes.filter(({ pid }) => {
    const owner = discovery.byPid.get(pid);
    return owner && !isSame(owner, container);
  });
  return NAMESPACE_TYPES.map((type) => {
    const inode = entry.ns?.[type] ?? null;
    const relation = relationOf(inode, table.host[type]);
    const sharing = relation === 'own' ? others.filter(({ ns }) => ns?.[type] === inode) : [];
    const names = sharing.flatMap(({ pid }) => nameOf(discovery.byPid.get(pid)));
    return { type, inode, relation, sharedWith: [...new Set(names)].sort() };
  });
}

function relationOf(inode: number | null, host: number | undefined): NamespaceFacts['relation'] {
  if (inode === null || host === undefined) return null;
  return inode === host ? 'host' : 'own';
}

const isSame = (a: FoundContainer, b: FoundContainer | undefined) => a.id === b?.id && a.engine === b.engine;

const nameOf = (container: FoundContainer | undefined) => (container ? [`${container.engine}/${container.name}`] : []);

/** The target's processes; those of a single one are itself and its children. */
export function processList(target: Target & Surroundings, userName: UserName): ListedProcess[] {
  const { table, spec } = target;
  const pids = new Set(targetPids(target, target));
  const isChild = ({ ppid }: ProcessEntry) => spec.kind === 'pid' && ppid === target.pid;
  return table.processes.filter((each) => pids.has(each.pid) || isChild(each)).map((each) => listed(each, userName));
}

function listed(entry: ProcessEntry, userName: UserName): ListedProcess {
  const { pid, uid, state } = entry;
  const user = uid === undefined ? '' : userName(uid);
  return { pid, nsPid: innerPid(entry) ?? null, user, state, command: commandOf(entry) };
}

/** Types in the order of the page: those a container usually has of its own come first. */
export const PAGE_ORDER: readonly NamespaceType[] = ['pid', 'net', 'mnt', 'ipc', 'uts', 'cgroup', 'user', 'time'];
