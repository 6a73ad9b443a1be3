/** What entering a target needs to know of it. */
import { CAPABILITIES, type Capability } from '../../core/capabilities.ts';
import { readNamespaces } from '../proc/namespaces.ts';
import { tryReadProc } from '../proc/read.ts';
import { type Joinable, requireSame } from './pin.ts';

/** The environment a process was started with, at most 128 KiB of it; empty for one that is only bound. Throws `target-gone`. */
export function environmentOf(target: Joinable): string[] {
  const text = target.pid > 0 ? (tryReadProc(`/proc/${target.pid}/environ`) ?? '') : '';
  requireSame(target);
  return text.split('\0').filter(Boolean);
}

/**
 * Whether processes of the target may get CAP_SYS_PTRACE over what spc starts (ptrace(2)): it is in their bounding set, and
 * their user namespace is spc's own.
 */
export function canTrace({ pid }: Joinable): boolean {
  const [, mask = '0'] = /^CapBnd:\s*([0-9a-f]+)$/m.exec(tryReadProc(`/proc/${pid}/status`) ?? '') ?? [];
  const bit = BigInt(CAPABILITIES.indexOf('SYS_PTRACE' satisfies Capability));
  return ((BigInt(`0x${mask}`) >> bit) & 1n) === 1n && readNamespaces(pid)?.user === readNamespaces('self')?.user;
}
