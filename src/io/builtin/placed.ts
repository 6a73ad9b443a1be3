/** The parts of starting a helper that need system calls of their own; loaded only when a container needs them. */
import { closeSync, openSync } from 'node:fs';
import type { NamespaceSource } from '../../core/builtin-plan.ts';
import { CLONE } from '../linux/constants.ts';
import { comeHome } from '../linux/home.ts';
import { cloneMount, joinNamespace, setAttributes, unshare } from '../linux.ts';

/**
 * A descriptor through which a program can be run and not written, as it lies on a read-only mount of its own: a
 * container that finds it at /proc/PID/exe cannot replace the host's file (CVE-2019-5736).
 */
export function openSealed(path: string): number {
  const fd = cloneMount(path, false);
  setAttributes(fd, { readonly: true, nodev: true, propagation: 'private' }, `cannot protect ${path}`);
  return fd;
}

/**
 * Calls `start`, whose child is born in another pid namespace; this process is back in its own before anything else
 * of it runs, so no thread is ever made in between.
 */
export function inPidNamespace<T>(source: NamespaceSource, start: () => T): T {
  if (source === 'host') return start();
  const home = openSync('/proc/self/ns/pid', 'r');
  try {
    if (source === 'new') unshare(CLONE.pid, 'cannot make a pid namespace');
    else joinNamespace(source.path, CLONE.pid);
    return start();
  } finally {
    comeHome([{ type: 'pid', fd: home }]);
    closeSync(home);
  }
}
