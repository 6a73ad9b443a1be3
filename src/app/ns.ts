/** `spc ns`: all namespaces, or one of them. */

import type { Discovery } from '../core/containers/types.ts';
import {
  NAMESPACE_COLUMNS,
  NAMESPACE_DEFAULTS,
  type NamespaceRow,
  RELATION_COLUMNS,
} from '../core/namespaces/columns.ts';
import { findNamespaces } from '../core/namespaces/find.ts';
import {
  MEMBER_COLUMNS,
  MEMBER_DEFAULTS,
  type MemberRow,
  membersOf,
  pickNamespace,
} from '../core/namespaces/members.ts';
import type { NamespaceName } from '../core/namespaces/name.ts';
import type { Namespace } from '../core/namespaces/types.ts';
import type { ProcessPart, ProcessTable } from '../core/processes/types.ts';
import { type Followed, follow } from './follow.ts';
import type { List, ListOptions, Reading } from './list.ts';
import type { System } from './system.ts';

const PARTS: readonly ProcessPart[] = ['status', 'cgroup', 'cmdline', 'ns'];

/** What of the machine is looked at. */
export interface NamespaceOptions {
  /** Open descriptors, too. */
  descriptors: boolean;
  /** Ask the kernel about owners and parents whatever is found. */
  relations: boolean;
}

/**
 * The list of all namespaces, or of those a target is in. Throws `usage` for a target that cannot be read; reading throws
 * what `follow` does.
 */
export function namespaceList(system: System, options: NamespaceOptions, target?: string): List<NamespaceRow> {
  const find = target === undefined ? undefined : follow(target, system);
  return {
    columns: NAMESPACE_COLUMNS,
    defaults: NAMESPACE_DEFAULTS,
    read: async () => {
      const { namespaces, table, discovery, gaps } = await look(system, options);
      const found = find?.({ table, discovery });
      const rows = namespaces
        .filter((namespace) => !found || isOf(namespace, found))
        .map((namespace) => ({
          ...namespace,
          user: userOf(system, namespace.main?.uid),
          owner: userOf(system, namespace.relation?.owner),
        }));
      return { rows, gaps };
    },
  };
}

/** The list of who keeps one namespace. Reading it throws `no-target` when there is none of that name. */
export function memberList(system: System, name: NamespaceName, options: NamespaceOptions): List<MemberRow> {
  return {
    columns: MEMBER_COLUMNS,
    defaults: MEMBER_DEFAULTS,
    read: async (): Promise<Reading<MemberRow>> => {
      const { namespaces, table, discovery, gaps } = await look(system, options);
      const members = membersOf(pickNamespace(namespaces, name), table, discovery);
      const rows = members.map((member) => ({ ...member, user: userOf(system, member.process?.uid) }));
      return { rows, gaps };
    },
  };
}

/** Whether the process that stands for a target is in a namespace; of one without processes, whether it is the one. */
function isOf({ type, inode, pids }: Namespace, { target: { pid, spec, bound }, around }: Followed): boolean {
  if (pid > 0) return pids.includes(pid);
  const bind = around.binds.find(({ path }) => path === bound);
  return spec.kind !== 'host' && bind?.type === type && bind.inode === inode;
}

const userOf = (system: System, uid: number | undefined) => (uid === undefined ? null : system.userName(uid));

interface Look {
  namespaces: Namespace[];
  table: ProcessTable;
  discovery: Discovery;
  gaps: string[];
}

async function look(system: System, { descriptors, relations }: NamespaceOptions): Promise<Look> {
  const table = system.processes(PARTS);
  const discovery = system.containers(table);
  const holders = await system.namespaceHolders(table, descriptors);
  const found = findNamespaces(table, discovery, holders);
  const namespaces =
    relations || mayHideMore(found)
      ? findNamespaces(table, discovery, holders, await system.namespaceRelations(found))
      : found;
  return { namespaces, table, discovery, gaps: [...table.gaps, ...discovery.gaps, ...holders.gaps] };
}

/**
 * Whether there may be namespaces that only the ones found lead to: user namespaces live on as owners and parents. On a
 * machine whose processes are all in the host's own, asking the kernel would tell nothing new.
 */
function mayHideMore(found: readonly Namespace[]): boolean {
  return found.some(({ type, host, pids }) => (type === 'user' && !host) || pids.length === 0);
}

/** Whether these columns (undefined: the default ones; `all`: as data) need relations. */
export function needsRelations({ columns, filters, sort = '' }: ListOptions, all: boolean): boolean {
  const asked = columns ?? (all ? RELATION_COLUMNS : []);
  const named = [...asked, sort.replace(/^-/, ''), ...filters.map((filter) => /^\w*/.exec(filter)?.[0] ?? '')];
  return named.some((name) => RELATION_COLUMNS.some((key) => key.toLowerCase() === name.trim().toLowerCase()));
}
