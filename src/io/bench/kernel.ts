/** What the kernel tells of the host: sockets, mounts, security modules. */
import { existsSync, readlinkSync } from 'node:fs';
import type { Evidence, ListeningSocket, Piece } from '../../core/bench/types.ts';
import { PORT_TABLES, parsePorts } from '../../core/inspect/ports.ts';
import { type MountEntry, parseMountinfo } from '../../core/processes/mountinfo.ts';
import { attempt, tryReadText } from '../inspect/files.ts';
import { hostNamespaces, readNamespaces } from '../proc/namespaces.ts';
import { MAX_MOUNTINFO } from '../proc/read.ts';

/** 100,000 sockets. */
const MAX_TABLE_BYTES = 16 * 1024 * 1024;

/** linux/proc_ns.h: the first pid namespace. */
const FIRST_PID_NAMESPACE = 'pid:[4026531836]';

/** Why this process sees another /proc than the host's; '' when it is the host's. */
export function whyNoProc(): string {
  const isHosts = attempt(() => readlinkSync('/proc/self/ns/pid')) === FIRST_PID_NAMESPACE;
  return isHosts ? '' : 'spc runs in a container that does not see the processes of the host (--pid=host)';
}

/** Listening sockets of a process's network namespace, which anybody may read. */
export function listening(pid: number): Piece<ListeningSocket[]> {
  const tables = PORT_TABLES.map((protocol) => ({
    protocol,
    text: tryReadText(`/proc/${pid}/net/${protocol}`, MAX_TABLE_BYTES),
  }));
  if (tables.every(({ text }) => text === undefined)) return { missing: `/proc/${pid}/net cannot be read` };
  const ports = tables.flatMap(({ protocol, text }) => parsePorts(protocol, text ?? ''));
  return {
    ok: ports.map(({ protocol, address, port }) => ({
      protocol: protocol.startsWith('tcp') ? 'tcp' : 'udp',
      address,
      port,
    })),
  };
}

/** Of process 1, else of the kernel's thread 2, else our own where they are the host's. */
export function hostMounts(): Piece<MountEntry[]> {
  const own = readNamespaces('self')?.mnt === hostNamespaces().mnt ? ['self'] : [];
  for (const pid of [...own, '1', '2']) {
    const text = tryReadText(`/proc/${pid}/mountinfo`, MAX_MOUNTINFO);
    if (text) return { ok: parseMountinfo(text) };
  }
  return { missing: '/proc/1/mountinfo cannot be read: it needs root' };
}

/** Securityfs may not be mounted: then each module's own place tells. */
export function securityModules(): Evidence['modules'] {
  const listed = tryReadText('/sys/kernel/security/lsm', 4096)?.trim().split(',');
  const apparmor = tryReadText('/sys/module/apparmor/parameters/enabled', 16)?.startsWith('Y') ?? false;
  return {
    ok: {
      apparmor: listed?.includes('apparmor') ?? apparmor,
      selinux: listed ? listed.includes('selinux') : existsSync('/sys/fs/selinux/enforce'),
    },
  };
}
