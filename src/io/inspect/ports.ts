/** Open ports of a network namespace, and which processes hold them. */
import { closeSync, constants, openSync, readdirSync, readlinkSync } from 'node:fs';
import {
  ownedPorts,
  PORT_TABLES,
  type Port,
  type Protocol,
  parsePorts,
  socketInode,
} from '../../core/inspect/ports.ts';
import { attempt, readFrom, tryReadText } from './files.ts';
import type { NetworkSource } from './network.ts';

/** 100,000 sockets; every connection has a line, too. */
const MAX_TABLE_BYTES = 16 * 1024 * 1024;
/** A process may hold very many descriptors; a few thousand readlinks take some ms. */
const MAX_DESCRIPTORS = 65_536;

/** Ports, and what could not be told. */
export interface PortReading {
  /** null: the tables could not be read. */
  ports: Port[] | null;
  gaps: string[];
}

/**
 * The open ports of a namespace.
 *
 * @param source a process in it, or a file it is bound to: then this process looks in for a moment
 * @param pids whose descriptors tell who holds a port
 */
export async function readPorts(source: NetworkSource, pids: readonly number[]): Promise<PortReading> {
  const tables = typeof source === 'number' ? tablesOf(source) : await tablesInside(source);
  if (tables.size === 0) return { ports: null, gaps: ['the tables of open ports cannot be read'] };
  const ports = [...tables].flatMap(([protocol, text]) => parsePorts(protocol, text));
  const { owners, unread } = readOwners(new Set(ports.map(({ inode }) => inode)), ports.length > 0 ? pids : []);
  const gap = `who holds a port may be missing: descriptors of ${unread} processes cannot be read (CAP_SYS_PTRACE)`;
  return { ports: ownedPorts(ports, owners), gaps: unread > 0 ? [gap] : [] };
}

function tablesOf(pid: number): Map<Protocol, string> {
  const tables = PORT_TABLES.map((protocol) => [
    protocol,
    tryReadText(`/proc/${pid}/net/${protocol}`, MAX_TABLE_BYTES),
  ]);
  return new Map(tables.filter((pair): pair is [Protocol, string] => pair[1] !== undefined));
}

/** None when the namespace is gone or closed to this process. Throws `no-root` or `no-capability` without CAP_SYS_ADMIN. */
async function tablesInside(path: string): Promise<Map<Protocol, string>> {
  const { inNetwork } = await import('../netlink/socket.ts');
  const home = openSync('/proc/thread-self/ns/net', 'r');
  const target = attempt(() => openSync(path, constants.O_RDONLY | constants.O_NONBLOCK));
  try {
    return target === undefined ? new Map() : readTables(inNetwork(target, home, openTables));
  } finally {
    for (const fd of [home, target]) if (fd !== undefined) closeSync(fd);
  }
}

type OpenTable = readonly [protocol: Protocol, fd: number | undefined];

const openTables = (): OpenTable[] =>
  PORT_TABLES.map((protocol) => [protocol, attempt(() => openSync(`/proc/thread-self/net/${protocol}`, 'r'))]);

/** A file of /proc/thread-self/net belongs to the namespace it was opened in, wherever it is read. */
function readTables(tables: readonly OpenTable[]): Map<Protocol, string> {
  const texts = new Map<Protocol, string>();
  try {
    for (const [protocol, fd] of tables)
      if (fd !== undefined) texts.set(protocol, readFrom(fd, MAX_TABLE_BYTES).toString('latin1'));
    return texts;
  } finally {
    for (const [, fd] of tables) if (fd !== undefined) closeSync(fd);
  }
}

/** Socket → pids that hold it. A process that ended meanwhile holds nothing. */
function readOwners(wanted: ReadonlySet<number>, pids: readonly number[]) {
  const owners = new Map<number, number[]>();
  let unread = 0;
  for (const pid of pids) {
    const sockets = socketsOf(pid);
    if (sockets === 'denied') unread++;
    else for (const inode of sockets) if (wanted.has(inode)) owners.set(inode, [...(owners.get(inode) ?? []), pid]);
  }
  return { owners, unread };
}

function socketsOf(pid: number): Set<number> | 'denied' {
  const folder = `/proc/${pid}/fd`;
  try {
    const links = readdirSync(folder)
      .slice(0, MAX_DESCRIPTORS)
      .map((fd) => attempt(() => readlinkSync(`${folder}/${fd}`)) ?? '');
    return new Set(links.flatMap((link) => socketInode(link) ?? []));
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EACCES' ? 'denied' : new Set();
  }
}
