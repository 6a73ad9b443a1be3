/** Links of /proc/PID/ns. */
import { readlinkSync } from 'node:fs';
import { parseStat } from '../../core/processes/stat.ts';
import { NAMESPACE_TYPES, type NamespaceSet } from '../../core/processes/types.ts';
import { tryReadProc } from './read.ts';

/**
 * The namespaces of a process; undefined when none can be read. Reading asks for the right to trace the process
 * (PTRACE_MODE_READ_FSCREDS in ptrace(2)): its user's, with no more capabilities than the reader's, or CAP_SYS_PTRACE.
 * A zombie has left most of them.
 */
export function readNamespaces(pid: number | 'self'): NamespaceSet | undefined {
  const found: NamespaceSet = {};
  try {
    for (const type of NAMESPACE_TYPES) {
      const inode = readInode(`/proc/${pid}/ns/${type}`);
      if (inode !== undefined) found[type] = inode;
    }
  } catch {
    return undefined;
  }
  return Object.keys(found).length > 0 ? found : undefined;
}

/** `net:[4026531840]` → 4026531840; undefined: a kernel without that type, or a zombie. Throws when it is refused. */
function readInode(path: string): number | undefined {
  try {
    const link = readlinkSync(path);
    return Number(link.slice(link.indexOf('[') + 1, -1));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EACCES' || code === 'EPERM') throw error;
    return undefined;
  }
}

/**
 * The host's namespaces: those of process 1, else of the kernel's thread 2, as some systems refuse process 1 to root,
 * too; else our own.
 */
export function hostNamespaces(): NamespaceSet {
  return readNamespaces(1) ?? (isKernelThread(2) ? readNamespaces(2) : undefined) ?? readNamespaces('self') ?? {};
}

/** In a nested pid namespace process 2 is anybody. */
function isKernelThread(pid: number): boolean {
  const stat = parseStat(tryReadProc(`/proc/${pid}/stat`) ?? '');
  return stat?.kernelThread === true && stat.ppid === 0;
}
