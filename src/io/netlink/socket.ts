/** A conversation with the kernel over an rtnetlink socket, which may be of another network namespace. Loads koffi: import it late. */
import { constants } from 'node:os';
import { SpcError } from '../../core/errors.ts';
import { decodeMessages, endOf, type NetlinkMessage, NLM_F } from '../../core/inspect/netlink.ts';
import { linuxError } from '../linux/error.ts';
import { comeHome } from '../linux/home.ts';
import { errno, recv, send, setns, socket } from './calls.ts';

const AF_NETLINK = 16;
const SOCK_RAW = 3;
const SOCK_CLOEXEC = 0x8_0000;
const NETLINK_ROUTE = 0;
const MSG_DONTWAIT = 0x40;
const CLONE_NEWNET = 0x4000_0000;

/** As much as the kernel puts into one datagram of a dump (32 KiB), twice. */
const BUFFER_BYTES = 64 * 1024;
/** A namespace with more links, addresses or routes than fit is told in part. */
const MAX_BYTES = 32 * 1024 * 1024;

/**
 * Does something with this thread in another network namespace, and comes back. `action` must be synchronous: what is
 * awaited would go on in the wrong namespace. Sockets it makes, and files of /proc/thread-self/net it opens, stay there.
 * Throws `no-root` or `no-capability` without CAP_SYS_ADMIN.
 *
 * @param target a descriptor of the namespace
 * @param home a descriptor of this process's own
 */
export function inNetwork<T>(target: number, home: number, action: () => T): T {
  if (setns(target, CLONE_NEWNET) < 0) {
    throw linuxError('cannot join a network namespace', 'setns', errno(), 'SYS_ADMIN');
  }
  try {
    return action();
  } finally {
    comeHome([{ type: 'net', fd: home }]);
  }
}

/** A socket of the namespace this thread is in. Throws `system`. Close it with closeSync. */
export function openRtnetlink(): number {
  const fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
  if (fd < 0) throw linuxError('cannot ask the kernel about a network', 'socket', errno());
  return fd;
}

/** What the kernel answered; `torn`: something changed while it did, or there was too much. */
export interface Answers {
  messages: NetlinkMessage[];
  torn: boolean;
}

/**
 * Sends a request and takes all answers to it. The kernel puts its first answer into the socket before `send` returns,
 * and the next whenever one was taken: so nothing ever waits. Throws `system` when the kernel refuses.
 */
export function ask(fd: number, request: Uint8Array, what: string): Answers {
  if (send(fd, request, request.length, 0) < 0) throw linuxError(`cannot ask for ${what}`, 'send', errno());
  const sequence = new DataView(request.buffer, request.byteOffset).getUint32(8, true);
  const dump = (new DataView(request.buffer, request.byteOffset).getUint16(6, true) & NLM_F.DUMP) !== 0;
  const answers: Answers = { messages: [], torn: false };
  for (let total = 0; total < MAX_BYTES; ) {
    const datagram = receive(fd, what);
    total += datagram.length;
    for (const message of decodeMessages(datagram)) {
      if (message.sequence !== sequence) continue;
      if (message.flags & NLM_F.DUMP_INTR) answers.torn = true;
      const end = endOf(message);
      if (end) throw linuxError(`cannot ask for ${what}`, 'netlink', end);
      if (end === 0) return answers;
      answers.messages.push(message);
    }
    if (!dump) return answers;
  }
  answers.torn = true;
  return answers;
}

function receive(fd: number, what: string): Uint8Array {
  const buffer = new Uint8Array(BUFFER_BYTES);
  const length = recv(fd, buffer, BUFFER_BYTES, MSG_DONTWAIT);
  if (length > 0) return buffer.subarray(0, length);
  if (length === 0 || errno() === constants.errno.EAGAIN) {
    throw new SpcError('system', `cannot ask for ${what}`, 'the kernel left an answer unfinished');
  }
  throw linuxError(`cannot ask for ${what}`, 'recv', errno());
}
