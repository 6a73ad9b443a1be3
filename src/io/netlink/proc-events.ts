/** Being told by the kernel that some process of the machine has called execve. Loads koffi: import it late. */
import { closeSync } from 'node:fs';
import { constants } from 'node:os';
import { linuxError } from '../linux/error.ts';
import { koffi } from '../linux/koffi.ts';
import { errno, recv, send, socket } from './calls.ts';

const libc = koffi.load('libc.so.6');
const bind: (fd: number, address: Buffer, size: number) => number = libc.func(
  'int bind(int fd, const uint8_t *address, uint32_t size)',
);
const setsockopt: (fd: number, level: number, name: number, value: Buffer, size: number) => number = libc.func(
  'int setsockopt(int fd, int level, int name, const uint8_t *value, uint32_t size)',
);
koffi.struct('sock_filter_program', { length: 'uint16_t', filter: 'const uint8_t *' });
const attachFilter: (fd: number, level: number, name: number, program: object, size: number) => number = libc.func(
  'int setsockopt(int fd, int level, int name, const sock_filter_program *program, uint32_t size)',
);

const AF_NETLINK = 16;
const SOCK_DGRAM_CLOEXEC = 2 | 0x8_0000;
const NETLINK_CONNECTOR = 11;
const SOL_SOCKET = 1;
const SO_RCVTIMEO = 20;
const SO_ATTACH_FILTER = 26;
const FILTER_PROGRAM_BYTES = 16;
/** linux/connector.h, linux/cn_proc.h. */
const CN_IDX_PROC = 1;
const CN_VAL_PROC = 1;
const PROC_CN_MCAST_LISTEN = 1;
const NLMSG_DONE = 3;
/** So long a wait takes at most: spc cannot end while one is under way. */
const WAIT_MICROSECONDS = 100_000;

/**
 * BPF: of all events only PROC_EVENT_EXEC (2), whose number stands after the headers of netlink (16 bytes) and of the
 * connector (20), and is loaded as big-endian.
 */
const ONLY_EXEC: readonly (readonly [code: number, jt: number, jf: number, k: number])[] = [
  [0x20, 0, 0, 36],
  [0x15, 0, 1, 0x0200_0000],
  [0x06, 0, 0, 0xffff_ffff],
  [0x06, 0, 0, 0],
];

export interface ProcEvents {
  /** Resolves after the next execve on the machine, or after a tenth of a second. */
  wait(): Promise<void>;
  /** Not while a `wait` is under way. */
  close(): void;
}

/** Listens on the process connector. Throws `no-root`, `no-capability`, and `system` where the kernel has none, or in a user's or another pid namespace. */
export function openProcEvents(): ProcEvents {
  const fd = socket(AF_NETLINK, SOCK_DGRAM_CLOEXEC, NETLINK_CONNECTOR);
  if (fd < 0) throw failed('socket');
  try {
    filterEvents(fd);
    if (bind(fd, address(), 12) < 0) throw failed('bind');
    const message = listenMessage();
    if (send(fd, message, message.length, 0) < 0) throw failed('send');
  } catch (error) {
    closeSync(fd);
    throw error;
  }
  const buffer = Buffer.alloc(4096);
  const receive = recv as typeof recv & { async(...args: unknown[]): void };
  return {
    wait: () => new Promise((resolve) => receive.async(fd, buffer, buffer.length, 0, () => resolve())),
    close: () => closeSync(fd),
  };
}

const failed = (call: string) =>
  linuxError('cannot listen for new processes', call, errno() || constants.errno.EINVAL, 'NET_ADMIN');

function filterEvents(fd: number): void {
  const filter = Buffer.alloc(8 * ONLY_EXEC.length);
  for (const [index, [code, jt, jf, k]] of ONLY_EXEC.entries()) {
    filter.writeUInt16LE(code, 8 * index);
    filter.writeUInt8(jt, 8 * index + 2);
    filter.writeUInt8(jf, 8 * index + 3);
    filter.writeUInt32LE(k, 8 * index + 4);
  }
  const program = { length: ONLY_EXEC.length, filter };
  if (attachFilter(fd, SOL_SOCKET, SO_ATTACH_FILTER, program, FILTER_PROGRAM_BYTES) < 0) throw failed('setsockopt');
  const wait = Buffer.alloc(16);
  wait.writeBigInt64LE(BigInt(WAIT_MICROSECONDS), 8);
  if (setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, wait, wait.length) < 0) throw failed('setsockopt');
}

/** struct sockaddr_nl: the group of process events, a port of the kernel's choice. */
function address(): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.writeUInt16LE(AF_NETLINK, 0);
  bytes.writeUInt32LE(CN_IDX_PROC, 8);
  return bytes;
}

/** struct nlmsghdr, struct cn_msg, and what is asked for. */
function listenMessage(): Buffer {
  const bytes = Buffer.alloc(40);
  bytes.writeUInt32LE(bytes.length, 0);
  bytes.writeUInt16LE(NLMSG_DONE, 4);
  bytes.writeUInt32LE(CN_IDX_PROC, 16);
  bytes.writeUInt32LE(CN_VAL_PROC, 20);
  bytes.writeUInt16LE(4, 32);
  bytes.writeUInt32LE(PROC_CN_MCAST_LISTEN, 36);
  return bytes;
}
