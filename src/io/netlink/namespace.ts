/** A network namespace that can be asked: its socket is inside, this process is not. Loads koffi: import it late. */
import { closeSync, constants, fstatSync, openSync } from 'node:fs';
import type { NetlinkMessage } from '../../core/inspect/netlink.ts';
import type { RawNetwork } from '../../core/inspect/network.ts';
import {
  askAddresses,
  askLinks,
  askNamespaceId,
  askRoutes,
  decodeAddresses,
  decodeDefaultRoutes,
  decodeLinks,
  decodeNamespaceId,
  type RawLink,
} from '../../core/inspect/rtnetlink.ts';
import { ask, inNetwork, openRtnetlink } from './socket.ts';

export interface OpenNetwork {
  inode: number;
  /** Of the namespace. */
  fd: number;
  socket: number;
}

/** Enough for a namespace that changes now and then; one that never rests is told as it was last seen. */
const TRIES = 4;

/**
 * Opens the namespace of a file such as /proc/42/ns/net or /run/netns/blue. The inode is that of what was opened.
 * Throws the error of open(2), `no-root` or `no-capability`, or `system`: EINVAL for a file that is no network namespace.
 *
 * @param home a descriptor of this process's own network namespace
 */
export function openNetwork(path: string, home: number): OpenNetwork {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    return { fd, inode: fstatSync(fd).ino, socket: inNetwork(fd, home, openRtnetlink) };
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

export function closeNetwork({ fd, socket }: OpenNetwork): void {
  closeSync(fd);
  closeSync(socket);
}

/** All links of a namespace. Throws `system`. */
export function readLinks({ socket }: OpenNetwork, gaps: string[]): RawLink[] {
  return decodeLinks(askWhole(socket, askLinks, 'links', gaps));
}

/** All that is told of a namespace. Throws `system`. */
export function readRaw(network: OpenNetwork, gaps: string[]): RawNetwork {
  return {
    inode: network.inode,
    links: readLinks(network, gaps),
    addresses: decodeAddresses(askWhole(network.socket, askAddresses, 'addresses', gaps)),
    routes: decodeDefaultRoutes(askWhole(network.socket, askRoutes, 'routes', gaps)),
  };
}

/** By what number `network` knows `other`; undefined when it has none: then no link leads there. */
export function namespaceId(network: OpenNetwork, other: OpenNetwork): number | undefined {
  return decodeNamespaceId(ask(network.socket, askNamespaceId(1, other.fd), 'a namespace id').messages);
}

/** Asks again when the answer was torn. */
function askWhole(
  socket: number,
  request: (sequence: number) => Uint8Array,
  what: string,
  gaps: string[],
): NetlinkMessage[] {
  for (let sequence = 1; ; sequence++) {
    const { messages, torn } = ask(socket, request(sequence), what);
    if (!torn) return messages;
    if (sequence < TRIES) continue;
    gaps.push(`${what} kept changing while they were read, or are too many: some may be missing`);
    return messages;
  }
}
