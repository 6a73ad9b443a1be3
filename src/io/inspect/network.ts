/** Networks of containers, without `ip` and without an engine: rtnetlink, asked from inside each namespace. */
import { closeSync, openSync, statSync } from 'node:fs';
import { SpcError } from '../../core/errors.ts';
import { makeNetwork, type Network, type PeerSide } from '../../core/inspect/network.ts';
import { networkFromProc } from '../../core/inspect/proc-net.ts';
import type { RawLink } from '../../core/inspect/rtnetlink.ts';
import type { OpenNetwork } from '../netlink/namespace.ts';
import { attempt, tryReadText } from './files.ts';

/** A network namespace: that of a process, or one that a file is bound to (`/run/netns/blue`). */
export type NetworkSource = number | string;

type Netlink = typeof import('../netlink/namespace.ts');

/** Some of /proc/PID/net grows with the number of routes. */
const MAX_PROC_BYTES = 4 * 1024 * 1024;

/**
 * The networks of namespaces, by inode; that of a process that ended meanwhile is not among them. 50 take some ms.
 * Without CAP_SYS_ADMIN it is what /proc/PID/net tells, and the `gaps` of each say so; one whose very inode is hidden
 * has 0 for it.
 *
 * @param sources one for each distinct namespace
 * @param hostInode of the host's network namespace, where other ends of veths are looked for
 */
export async function readNetworks(
  sources: readonly NetworkSource[],
  hostInode: number | undefined,
): Promise<Map<number, Network>> {
  const netlink = await import('../netlink/namespace.ts');
  const home = openSync('/proc/thread-self/ns/net', 'r');
  const opened = new Map<number, OpenNetwork>();
  const networks = new Map<number, Network>();
  try {
    for (const source of sources) {
      const result = openSource(netlink, source, home);
      if (result instanceof SpcError) addFallback(networks, source, result);
      else if (result) keep(netlink, opened, result);
    }
    const wanted = [...opened.keys()];
    const host = opened.size === 0 ? undefined : openHost(netlink, hostInode, home);
    if (host) keep(netlink, opened, host);
    const sides = otherEnds(netlink, opened, hostInode);
    for (const inode of wanted) networks.set(inode, readNetwork(netlink, opened, inode, sides));
    return networks;
  } finally {
    closeSync(home);
    for (const each of opened.values()) netlink.closeNetwork(each);
  }
}

const pathOf = (source: NetworkSource) => (typeof source === 'number' ? `/proc/${source}/ns/net` : source);

/** An SpcError says why nothing can be asked there; undefined: it is gone. */
function openSource(netlink: Netlink, source: NetworkSource, home: number): OpenNetwork | SpcError | undefined {
  try {
    return netlink.openNetwork(pathOf(source), home);
  } catch (error) {
    if (error instanceof SpcError) return error;
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    if (code === 'ENOENT' || code === 'ESRCH') return undefined;
    return new SpcError('no-capability', 'cannot open a network namespace', message, '', { cause: error });
  }
}

function keep(netlink: Netlink, opened: Map<number, OpenNetwork>, network: OpenNetwork): void {
  if (opened.has(network.inode)) netlink.closeNetwork(network);
  else opened.set(network.inode, network);
}

/** /proc/1/ns may be closed even to root; pid 2 is a thread of the kernel. Inside a container all three may be others. */
function openHost(netlink: Netlink, inode: number | undefined, home: number): OpenNetwork | undefined {
  const path = ['self', '1', '2']
    .map((pid) => `/proc/${pid}/ns/net`)
    .find((each) => attempt(() => statSync(each).ino) === inode);
  const result = path && inode !== undefined ? openSource(netlink, path, home) : undefined;
  return result instanceof SpcError ? undefined : result;
}

type Sides = (network: OpenNetwork, links: readonly RawLink[]) => (id: number) => PeerSide;

/**
 * Where the numbers of other namespaces lead. The kernel is asked by what number a namespace knows each of the others,
 * the host's first, until all numbers its links use are known.
 */
function otherEnds(netlink: Netlink, opened: Map<number, OpenNetwork>, hostInode: number | undefined): Sides {
  const known = new Map<number, PeerSide>();
  const side = (other: OpenNetwork): PeerSide => {
    const onHost = other.inode === hostInode;
    if (!known.has(other.inode))
      known.set(other.inode, { inode: other.inode, onHost, links: netlink.readLinks(other, []) });
    return known.get(other.inode);
  };
  const hostFirst = [...opened.values()].sort((a, b) => Number(b.inode === hostInode) - Number(a.inode === hostInode));
  return (network, links) => {
    const open = new Set(
      links.flatMap(({ peer, peerNamespace }) => (peer && peerNamespace !== undefined ? [peerNamespace] : [])),
    );
    const found = new Map<number, PeerSide>();
    for (const other of hostFirst) {
      if (open.size === 0) break;
      const id = other === network ? undefined : netlink.namespaceId(network, other);
      if (id !== undefined && open.delete(id)) found.set(id, side(other));
    }
    return (id) => found.get(id);
  };
}

function readNetwork(netlink: Netlink, opened: Map<number, OpenNetwork>, inode: number, sides: Sides): Network {
  const network = opened.get(inode) as OpenNetwork;
  const gaps: string[] = [];
  try {
    const raw = netlink.readRaw(network, gaps);
    return makeNetwork(raw, sides(network, raw.links), gaps);
  } catch (error) {
    if (!(error instanceof SpcError)) throw error;
    return { inode, links: [], routes: [], gaps: [...gaps, `${error.message}: ${error.why}`] };
  }
}

function addFallback(networks: Map<number, Network>, source: NetworkSource, { why }: SpcError): void {
  const inode = attempt(() => statSync(pathOf(source)).ino) ?? 0;
  const gap = `only what /proc/PID/net tells, without hardware addresses and other ends: ${why}`;
  const read = (name: string) =>
    typeof source === 'number' ? (tryReadText(`/proc/${source}/net/${name}`, MAX_PROC_BYTES) ?? '') : '';
  const files = { dev: read('dev'), route: read('route'), fib_trie: read('fib_trie'), if_inet6: read('if_inet6') };
  networks.set(inode, networkFromProc(inode, files, [gap]));
}
