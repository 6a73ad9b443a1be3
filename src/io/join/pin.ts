/** A target held fast: it may end, but no other process can take its place unnoticed. */
import { closeSync, constants as fs, fstatSync, openSync, statSync } from 'node:fs';
import { constants } from 'node:os';
import { SpcError } from '../../core/errors.ts';
import type { NamespaceSet, NamespaceType } from '../../core/processes/types.ts';
import type { Target } from '../../core/target.ts';
import { isAlive } from '../builtin/pids.ts';
import { attempt } from '../inspect/files.ts';
import { hasCapability, linuxError } from '../linux/error.ts';
import { readNamespaces } from '../proc/namespaces.ts';

/** What of a target joining needs. */
export type Joinable = Pick<Target, 'text' | 'pid' | 'startTime' | 'bound' | 'boundInode' | 'spec'>;

/** Whether just this process still runs: its number may be another's by now, and a zombie is dead. */
export function isSame({ pid, startTime }: Pick<Target, 'pid' | 'startTime'>): boolean {
  return isAlive({ pid, startTime: String(startTime) });
}

/** Throws `target-gone` unless just this process still runs. Called after something of it was opened: what was opened is its own then. */
export function requireSame(target: Joinable): void {
  if (target.pid > 0 && !isSame(target)) throw gone(target);
}

export const gone = ({ text, pid, bound }: Joinable): SpcError =>
  bound === undefined
    ? new SpcError('target-gone', `${text} ended`, `process ${pid} is no longer what it was when it was found`)
    : new SpcError('target-gone', `${text} is gone`, `${bound} is no longer what it was when it was found`);

/** The target's namespaces and spc's own. Throws `target-gone`, `no-root`, `no-capability`. */
export function namespacesOf(target: Joinable): { there: NamespaceSet; here: NamespaceSet; root: boolean } {
  const there =
    target.bound === undefined ? processNamespaces(target) : { [boundType(target)]: boundInode(target, target.bound) };
  requireSame(target);
  return { there, here: readNamespaces('self') ?? {}, root: process.geteuid?.() === 0 };
}

function processNamespaces(target: Joinable): NamespaceSet {
  const found = readNamespaces(target.pid);
  if (!found) {
    requireSame(target); // one that is ending may refuse, too
    throw noLook(target);
  }
  if (found.pid === undefined && found.net === undefined) throw gone(target);
  return found;
}

/** CAP_SYS_PTRACE counts in the user namespace it was given in; beyond that a security module may refuse. */
function noLook({ text, pid }: Joinable): SpcError {
  const what = `cannot look into ${text}`;
  if (!hasCapability('SYS_PTRACE')) return linuxError(what, 'readlink', constants.errno.EACCES, 'SYS_PTRACE');
  const why = `the kernel refuses the namespaces of process ${pid} to this process, though it has CAP_SYS_PTRACE: `;
  return new SpcError(
    'system',
    what,
    `${why}a security module forbids it, or the process is of a user namespace above`,
    'run spc outside of containers, or choose another target: host stands for process 1',
  );
}

const boundType = ({ spec }: Joinable): NamespaceType => (spec.kind === 'namespace' ? spec.type : 'net');

const boundInode = (target: Joinable, path: string) => {
  const found = attempt(() => statSync(path));
  if (!found || !isMeant(target, found)) throw gone(target);
  return found.ino;
};

/** Whether a file is the namespace that was found: one of that number, on the file system of all namespaces. */
function isMeant({ boundInode }: Joinable, { ino, dev }: { ino: number; dev: number }): boolean {
  return boundInode === undefined || (ino === boundInode && dev === statSync('/proc/self/ns/net').dev);
}

/** A namespace held open. */
export interface Held {
  type: NamespaceType;
  fd: number;
}

/** A bound name may have become anything meanwhile, a fifo too. */
const FLAGS = fs.O_RDONLY | fs.O_NONBLOCK;

/**
 * Opens the target's namespaces, in the order of `types`; whoever calls closes them. They are that process's own: it is
 * looked at again once they are open. Throws `target-gone`, `no-root`, `no-capability`.
 */
export function holdNamespaces(target: Joinable, types: readonly NamespaceType[]): Held[] {
  const held: Held[] = [];
  try {
    for (const type of types)
      held.push({ type, fd: openSync(target.bound ?? `/proc/${target.pid}/ns/${type}`, FLAGS) });
    requireSame(target);
    if (target.bound !== undefined && !held.every(({ fd }) => isMeant(target, fstatSync(fd)))) throw gone(target);
    return held;
  } catch (error) {
    release(held);
    throw error instanceof SpcError ? error : cannotOpen(target, error as NodeJS.ErrnoException);
  }
}

/** Closes what was held. */
export function release(held: readonly Held[]): void {
  for (const { fd } of held) closeSync(fd);
}

function cannotOpen(target: Joinable, { code = '', errno = 0 }: NodeJS.ErrnoException): SpcError {
  if (code === 'ENOENT' || code === 'ESRCH') return gone(target);
  return linuxError(`cannot open the namespaces of ${target.text}`, 'open', -errno, 'SYS_PTRACE');
}
