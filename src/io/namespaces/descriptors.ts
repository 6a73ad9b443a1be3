/** Namespaces that processes have open. */
import { readdirSync, readlinkSync, statSync } from 'node:fs';
import { parseNamespaceLink } from '../../core/namespaces/name.ts';
import type { OpenDescriptor } from '../../core/namespaces/types.ts';
import type { ProcessTable } from '../../core/processes/types.ts';
import { tryReadProc } from '../proc/read.ts';

/** One process may have a million; each costs some 5 µs. */
const MAX_OF_ONE = 20_000;
const MAX_OF_ALL = 400_000;

/** A descriptor of a namespace whose link does not tell the type. */
export type UntypedDescriptor = Omit<OpenDescriptor, 'type'>;

export interface FoundDescriptors {
  descriptors: OpenDescriptor[];
  untyped: UntypedDescriptor[];
  gaps: string[];
}

/**
 * The descriptors, and what was left out. A process that ends meanwhile has none.
 *
 * @param bindPaths where namespaces are bound: what was opened there has the path for its link, not `net:[…]`
 */
export function readDescriptors({ processes }: ProcessTable, bindPaths: ReadonlySet<string>): FoundDescriptors {
  const found: FoundDescriptors = { descriptors: [], untyped: [], gaps: [] };
  const left = { denied: 0, cut: 0 };
  let budget = MAX_OF_ALL;
  for (const { pid, kernelThread, state } of processes) {
    if (kernelThread || state === 'Z') continue;
    const fds = listFds(pid);
    if (fds === 'denied') left.denied++;
    else {
      const seen = fds.slice(0, Math.min(MAX_OF_ONE, budget));
      if (seen.length < fds.length) left.cut++;
      budget -= seen.length;
      for (const fd of seen) addDescriptor(found, bindPaths, pid, fd);
    }
  }
  return { ...found, gaps: gapsOf(left) };
}

function addDescriptor(found: FoundDescriptors, bindPaths: ReadonlySet<string>, pid: number, fd: string): void {
  const link = readLink(`/proc/${pid}/fd/${fd}`);
  if (link.startsWith('/')) {
    // of a bind that is unmounted already only `/` is left
    const inode = link === '/' || bindPaths.has(link) ? boundInode(pid, fd) : undefined;
    if (inode !== undefined) found.untyped.push({ inode, pid, fd: Number(fd) });
  } else {
    const name = parseNamespaceLink(link);
    if (name) found.descriptors.push({ ...name, pid, fd: Number(fd) });
  }
}

/** Below it no namespace has a number: PROC_IPC_INIT_INO and its like (linux/proc_ns.h). */
const FIRST_INODE = 0xefff_fff0;

/**
 * The namespace that a descriptor is of; undefined: of something else. The number is read from fdinfo first, as stat(2)
 * of a dead network file system may never return.
 */
function boundInode(pid: number, fd: string): number | undefined {
  const inode = Number(/^ino:\s*(\d+)/m.exec(tryReadProc(`/proc/${pid}/fdinfo/${fd}`) ?? '')?.[1] ?? 0);
  if (inode < FIRST_INODE) return undefined;
  try {
    const stat = statSync(`/proc/${pid}/fd/${fd}`);
    return stat.dev === nsfsDevice() && stat.ino === inode ? inode : undefined;
  } catch {
    return undefined; // closed meanwhile; of a process that has just ended the kernel says EACCES
  }
}

let device: number | undefined;

/** Device number of nsfs. */
export const nsfsDevice = (): number => (device ??= statSync('/proc/self/ns/net').dev);

function listFds(pid: number): string[] | 'denied' {
  try {
    return readdirSync(`/proc/${pid}/fd`);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'EACCES' || code === 'EPERM' ? 'denied' : [];
  }
}

function readLink(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return ''; // closed meanwhile
  }
}

function gapsOf({ denied, cut }: { denied: number; cut: number }): string[] {
  return [
    ...(denied > 0 ? [`open descriptors of ${denied} processes could not be read: CAP_SYS_PTRACE is needed`] : []),
    ...(cut > 0 ? [`some descriptors of ${cut} processes were not looked at: there are too many`] : []),
  ];
}
