/** The columns of `spc ns`. */

import type { Column } from '../lists/columns.ts';
import { commandOf } from '../processes/row.ts';
import type { Namespace, NamespaceRef } from './types.ts';

/** A namespace with the names its numbers have. */
export interface NamespaceRow extends Namespace {
  /** Of the main process; null: there is none. */
  user: string | null;
  /** Of the user who made the owning user namespace; null: not to be told. */
  owner: string | null;
}

export const NAMESPACE_COLUMNS: readonly Column<NamespaceRow>[] = [
  { key: 'type', header: 'TYPE', about: 'cgroup, ipc, mnt, net, pid, time, user or uts', value: ({ type }) => type },
  { key: 'inode', header: 'INODE', about: 'its number, unique on the machine', value: ({ inode }) => inode },
  {
    key: 'processes',
    header: 'PROCS',
    about: 'how many processes are in it; 0: something else keeps it',
    right: true,
    value: ({ pids }) => pids.length,
  },
  {
    key: 'pid',
    header: 'PID',
    about: 'host pid of the process in it that started first',
    right: true,
    value: ({ main }) => main?.pid ?? null,
  },
  { key: 'user', header: 'USER', about: 'user of that process', value: ({ user }) => user },
  {
    key: 'containers',
    header: 'CONTAINERS',
    about: 'names of the containers with processes in it',
    value: ({ containers }) => containers.map(({ name }) => name),
    text: ({ containers }) => firstOf(containers.map(({ name }) => name)),
  },
  {
    key: 'engine',
    header: 'ENGINE',
    about: 'what made these containers',
    value: ({ containers }) => [...new Set(containers.map(({ engine }) => engine))],
  },
  {
    key: 'heldBy',
    header: 'HELD BY',
    about: 'what else keeps it: mount, descriptor, child (a namespace nested in it or owned by it)',
    value: heldBy,
  },
  {
    key: 'command',
    header: 'COMMAND',
    about: 'command of the process that started first; on the screen, where there is none, what keeps it',
    value: ({ main }) => (main ? commandOf(main) : null),
    text: commandText,
  },
  { key: 'host', header: 'HOST', about: "whether it is the host's own", value: ({ host }) => host },
  {
    key: 'owner',
    header: 'OWNER',
    about: 'user who made its user namespace',
    value: ({ owner }) => owner,
  },
  {
    key: 'ownerUid',
    header: 'OWNERUID',
    about: 'user id of the owner',
    right: true,
    value: ({ relation }) => relation?.owner ?? null,
  },
  {
    key: 'ownerUserNs',
    header: 'USERNS',
    about: 'inode of the user namespace that owns it',
    value: ({ relation }) => relation?.ownerUserNs ?? null,
  },
  {
    key: 'parent',
    header: 'PARENT',
    about: 'inode of the namespace it is nested in: pid and user only',
    value: ({ relation }) => relation?.parent ?? null,
  },
  {
    key: 'path',
    header: 'PATH',
    about: 'files it is bound to; those of another mount namespace with its inode behind @mnt:',
    value: ({ mounts }) => mounts.map(bindText),
  },
  {
    key: 'descriptors',
    header: 'DESCRIPTORS',
    about: 'open descriptors that hold it, as PID/fd/NUMBER',
    value: ({ descriptors }) => descriptors.map(descriptorText),
  },
  { key: 'pids', header: 'PIDS', about: 'host pids of all processes in it', value: ({ pids }) => pids },
];

/** What `spc ns` shows unless told otherwise. */
export const NAMESPACE_DEFAULTS = ['type', 'inode', 'processes', 'pid', 'user', 'containers', 'heldBy', 'command'];

/** The columns for which relations between namespaces must be read. */
export const RELATION_COLUMNS: readonly string[] = ['owner', 'ownerUid', 'ownerUserNs', 'parent'];

/** What a namespace is kept by as an ancestor or owner. Nothing needs to keep the host's own, which would name the whole machine. */
export const childrenOf = ({ host, children }: Namespace): NamespaceRef[] => (host ? [] : children);

function heldBy(row: NamespaceRow): string[] {
  const kinds = { mount: row.mounts, descriptor: row.descriptors, child: childrenOf(row) };
  return Object.entries(kinds).flatMap(([kind, holders]) => (holders.length > 0 ? [kind] : []));
}

/** The command; of a namespace without a process what keeps it, and how many more do. */
function commandText(row: NamespaceRow): string {
  if (row.main) return commandOf(row.main);
  const children = childrenOf(row).map(({ type, inode }) => `${type}:${inode}`);
  return firstOf([...row.mounts.map(bindText), ...row.descriptors.map(descriptorText), ...children]);
}

/** The first of many, and how many more there are. */
function firstOf([first = '-', ...more]: string[]): string {
  return more.length > 0 ? `${first} +${more.length}` : first;
}

/** A bind as text: the path, and where the path is one of another mount namespace, that. */
export function bindText({ path, own, mountNamespaces }: NamespaceRow['mounts'][number]): string {
  return own ? path : `${path}@mnt:${mountNamespaces[0]}`;
}

const descriptorText = ({ pid, fd }: NamespaceRow['descriptors'][number]) => `${pid}/fd/${fd}`;
