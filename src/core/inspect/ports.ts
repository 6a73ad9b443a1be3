/** Open ports out of /proc/PID/net/{tcp,tcp6,udp,udp6}, proc_pid_net(5). */
import { procAddress } from './ip.ts';

export const PORT_TABLES = ['tcp', 'tcp6', 'udp', 'udp6'] as const;

export type Protocol = (typeof PORT_TABLES)[number];

/** A socket that waits for others: a listening TCP one, or a UDP one that is not connected. */
export interface Port {
  protocol: Protocol;
  /** `0.0.0.0` and `::` mean every address. */
  address: string;
  port: number;
  /** Of the socket: what /proc/PID/fd links to. */
  inode: number;
  /** Effective uid of who made it, as the host numbers users. */
  uid: number;
  /** Host pids that hold it, rising; empty: none was found. */
  pids: number[];
}

/** net/tcp_states.h. UDP uses CLOSE for a socket that is bound and not connected. */
const WAITING: Record<Protocol, string> = { tcp: '0A', tcp6: '0A', udp: '07', udp6: '07' };

/** More open ports than this are not told one by one. */
export const MAX_PORTS = 4096;

/** The waiting sockets of one table, `pids` still empty. Lines that are not as they should be are passed over. */
export function parsePorts(protocol: Protocol, text: string): Port[] {
  const ports: Port[] = [];
  for (const line of text.split('\n')) {
    const [, local = '', , state, , , , uid, , inode] = line.trim().split(/\s+/);
    if (state !== WAITING[protocol]) continue;
    const [hex = '', port = ''] = local.split(':');
    const address = procAddress(hex);
    if (address === undefined || !/^[0-9A-F]{1,4}$/i.test(port) || ports.length >= MAX_PORTS) continue;
    ports.push({
      protocol,
      address,
      port: Number.parseInt(port, 16),
      inode: Number(inode ?? 0),
      uid: Number(uid ?? 0),
      pids: [],
    });
  }
  return ports;
}

/** By port, protocol and address; `owners`: inode of a socket → pids. */
export function ownedPorts(ports: readonly Port[], owners: ReadonlyMap<number, number[]>): Port[] {
  return ports
    .map((port) => ({ ...port, pids: [...(owners.get(port.inode) ?? [])].sort((a, b) => a - b) }))
    .sort((a, b) => a.port - b.port || compare(a.protocol, b.protocol) || compare(a.address, b.address));
}

const compare = (a: string, b: string) => (a < b ? -1 : Number(a > b));

/** `socket:[42]` → 42; undefined for any other link of /proc/PID/fd. */
export function socketInode(link: string): number | undefined {
  const match = /^socket:\[(\d+)\]$/.exec(link);
  return match ? Number(match[1]) : undefined;
}
