/**
 * Processes in namespaces of their own that no maker claims: `unshare`, bubblewrap, `ip netns exec`.
 *
 * A pid or network namespace that is neither the host's nor a known container's makes one; so does a mount namespace of a
 * user namespace of its own (`unshare -rm`). Mount, uts, ipc, cgroup or time namespaces alone do not: systemd gives them to
 * services (PrivateTmp=, ProtectHostname=). Nor do, though they have more,
 *   - services that systemd walls off (PrivateNetwork=, PrivateUsers=): started by systemd, in a unit's cgroup, without a
 *     pid namespace;
 *   - the helpers of rootless engines, told by their names;
 *   - a program's own sandbox (Chromium, Firefox): it keeps the host's files but filters its system calls. That is told
 *     later, from the first process's status: see kind.ts.
 */
import type { NamespaceSet, NamespaceType, ProcessEntry } from '../processes/types.ts';
import { type Draft, isAlive, makeDraft, topmost } from './draft.ts';
import type { NamedNamespace } from './named.ts';

/** By comm. They hold a rootless engine's user namespace, or wall themselves off in one; `exe` is rootlesskit's child. */
const HELPERS = /^(?:podman|podman pause|catatonit|conmon|slirp4netns|pas(?:ta|st)(?:\.avx2)?|rootlessport|exe)$/;

/** The host's namespaces and those that known containers' first processes are in: being in one of them makes no container. */
export function knownNamespaces(host: NamespaceSet, drafts: readonly Draft[]): Set<number> {
  const inodes = drafts.flatMap(({ main }) => Object.values(main?.ns ?? {}));
  return new Set([...Object.values(host), ...inodes]);
}

/**
 * @param processes of the whole table; of those in a container just the ones in a pid namespace of their own count
 * @param containerOf the container a process is in; undefined: the host
 */
export function findNameless(
  processes: readonly ProcessEntry[],
  containerOf: (process: ProcessEntry) => Draft | undefined,
  known: ReadonlySet<number>,
  named: readonly NamedNamespace[],
): Draft[] {
  const names = new Map(named.map(({ name, inode }) => [inode, name]));
  const groups = new Map<string, ProcessEntry[]>();
  for (const process of processes) {
    const { ns, kernelThread } = process;
    if (!ns || kernelThread || !isAlive(process)) continue;
    const key = keyOf(ns, known);
    if (key === '' || (!key.startsWith('pid ') && containerOf(process))) continue;
    const group = groups.get(key);
    if (group) group.push(process);
    else groups.set(key, [process]);
  }
  const drafts = [...groups.values()].flatMap((group) => draftOf(group, containerOf, names, known) ?? []);
  return mergeStarters(drafts, known);
}

/** What tells one nameless container from another; empty: it is none. */
function keyOf(ns: NamespaceSet, known: ReadonlySet<number>): string {
  const has = (type: NamespaceType) => ns[type] !== undefined && !known.has(ns[type]);
  if (has('pid')) return `pid ${ns.pid}`;
  if (has('net')) return `net ${ns.net}`;
  return has('user') && has('mnt') ? `user ${ns.user}` : '';
}

function draftOf(
  processes: ProcessEntry[],
  containerOf: (process: ProcessEntry) => Draft | undefined,
  names: ReadonlyMap<number, string>,
  known: ReadonlySet<number>,
): Draft | undefined {
  const main = topmost(processes);
  if (!main || isHelper(main, known) || isWalledService(main, known)) return undefined;
  const { net = 0, pid } = main.ns ?? {};
  const name = known.has(net) ? undefined : names.get(net);
  const netns = name !== undefined && (pid === undefined || known.has(pid));
  const draft = netns ? makeDraft('netns', `netns-${name}`) : makeDraft('none', `pid-${main.pid}`);
  const within = containerOf(main);
  const found = { ...draft, name: netns ? name : '', group: netns ? '' : (name ?? ''), processes, main };
  return within ? { ...found, within } : found;
}

function isHelper({ comm, ns }: ProcessEntry, known: ReadonlySet<number>): boolean {
  return ns?.user !== undefined && !known.has(ns.user) && HELPERS.test(comm);
}

/** systemd itself started it, as a unit's main process. */
function isWalledService({ ppid, cgroups, ns }: ProcessEntry, known: ReadonlySet<number>): boolean {
  if (ns?.pid !== undefined && !known.has(ns.pid)) return false;
  return ppid === 1 && (cgroups ?? []).some(({ path }) => /\.service$/.test(path));
}

/** `unshare -fpn CMD` waits in CMD's network namespace, outside its pid namespace: it watches the container, and is none. */
function mergeStarters(drafts: readonly Draft[], known: ReadonlySet<number>): Draft[] {
  const byStarter = new Map(drafts.map((draft) => [draft.main?.ppid, draft]));
  return drafts.filter((draft) => {
    const started = draft.main && byStarter.get(draft.main.pid);
    const shared = started?.main?.ns?.net === draft.main?.ns?.net && !known.has(draft.main?.ns?.net ?? 0);
    if (!started || !shared || draft.processes.length > 1 || draft.maker === 'netns') return true;
    if (draft.main) started.monitor = draft.main;
    return false;
  });
}
