/** `spc ns INODE`: who is in one namespace, and what else keeps it. */
import type { Discovery, FoundContainer } from '../containers/types.ts';
import { SpcError } from '../errors.ts';
import type { Column } from '../lists/columns.ts';
import { commandOf, innerPid } from '../processes/row.ts';
import type { ProcessEntry, ProcessTable } from '../processes/types.ts';
import { bindText, childrenOf } from './columns.ts';
import type { NamespaceName } from './name.ts';
import type { Namespace } from './types.ts';

/** One that keeps a namespace. */
export interface Member {
  as: 'process' | 'mount' | 'descriptor' | 'child';
  /** The process in it, or the one that has it open; absent for others, and when it ended meanwhile. */
  process?: ProcessEntry;
  container?: FoundContainer;
  /** The file, the descriptor or the namespace; empty for a process. */
  where: string;
}

/** Everyone that keeps a namespace: its processes first. */
export function membersOf(namespace: Namespace, table: ProcessTable, { byPid }: Pick<Discovery, 'byPid'>): Member[] {
  const processes = new Map(table.processes.map((process) => [process.pid, process]));
  const member = (as: Member['as'], pid: number, where: string): Member => {
    const process = processes.get(pid);
    const container = byPid.get(pid);
    return { as, where, ...(process && { process }), ...(container && { container }) };
  };
  return [
    ...namespace.pids.map((pid) => member('process', pid, '')),
    ...namespace.mounts.map((mount): Member => ({ as: 'mount', where: bindText(mount) })),
    ...namespace.descriptors.map(({ pid, fd }) => member('descriptor', pid, `fd ${fd}`)),
    ...childrenOf(namespace).map(({ type, inode }): Member => ({ as: 'child', where: `${type}:${inode}` })),
  ];
}

/** The namespace of that name. Throws `no-namespace` with those whose numbers are nearest. */
export function pickNamespace(namespaces: readonly Namespace[], { type, inode }: NamespaceName): Namespace {
  const found = namespaces.find((each) => each.inode === inode);
  if (found && (type === undefined || type === found.type)) return found;
  throw new SpcError(
    'no-target',
    `there is no namespace ${type ? `${type}:` : ''}${inode}`,
    found
      ? `${inode} is of type ${found.type}`
      : 'it ended, or no process, bind or descriptor that spc may see leads to it',
    found ? `spc ns ${found.type}:${inode}` : suggestion(namespaces, { type, inode }),
  );
}

const SUGGESTIONS = 3;

function suggestion(namespaces: readonly Namespace[], { type, inode }: NamespaceName): string {
  const near = namespaces
    .filter((each) => type === undefined || each.type === type)
    .toSorted((a, b) => Math.abs(a.inode - inode) - Math.abs(b.inode - inode))
    .slice(0, SUGGESTIONS);
  return `the nearest: ${near.map((each) => `${each.type}:${each.inode}`).join(', ')}; all: spc ns`;
}

/** A member with the name its user has. */
export interface MemberRow extends Member {
  user: string | null;
}

export const MEMBER_COLUMNS: readonly Column<MemberRow>[] = [
  {
    key: 'as',
    header: 'AS',
    about: 'process: it is in it; mount, descriptor, child: it keeps it',
    value: ({ as }) => as,
  },
  { key: 'pid', header: 'PID', about: 'host pid', right: true, value: ({ process }) => process?.pid ?? null },
  {
    key: 'containerPid',
    header: 'CPID',
    about: 'process id in its own pid namespace',
    right: true,
    value: ({ process }) => (process && innerPid(process)) ?? null,
  },
  {
    key: 'container',
    header: 'CONTAINER',
    about: 'container it is in',
    value: ({ container }) => container?.name ?? null,
  },
  {
    key: 'engine',
    header: 'ENGINE',
    about: 'what made the container',
    value: ({ container }) => container?.engine ?? null,
  },
  { key: 'user', header: 'USER', about: 'user of the process', value: ({ user }) => user },
  { key: 'state', header: 'S', about: 'state: R, S, D, Z, T, t, I', value: ({ process }) => process?.state ?? null },
  {
    key: 'where',
    header: 'WHERE',
    about: 'the file, the descriptor or the namespace that keeps it',
    value: ({ where }) => where,
  },
  {
    key: 'command',
    header: 'COMMAND',
    about: 'its command line',
    value: ({ process }) => (process ? commandOf(process) : null),
  },
];

/** All of them: a holder that is no process has little to show. */
export const MEMBER_DEFAULTS = MEMBER_COLUMNS.map(({ key }) => key);
