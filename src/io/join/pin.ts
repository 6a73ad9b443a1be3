/** A target held fast: it may end, but no other process can take its place unnoticed. */
import { closeSync, openSync, statSync } from 'node:fs';
import { constants } from 'node:os';
import { SpcError } from '../../core/errors.ts';
import type { NamespaceSet, NamespaceType } from '../../core/processes/types.ts';
import type { Target } from '../../core/target.ts';
import { isAlive } from '../builtin/pids.ts';
import { linuxError } from '../linux/error.ts';
import { readNamespaces } from '../proc/namespaces.ts';

/** What of a target joining needs. */
export type Joinable = Pick<Target, 'text' | 'pid' | 'startTime' | 'bound' | 'spec'>;

/** Whether just this process still runs: its number may be another's by now, and a zombie is dead. */
export function isSame({ pid, startTime }: Pick<Target, 'pid' | 'startTime'>): boolean {
  return isAlive({ pid, startTime: String(startTime) });
}

/** Throws `target-gone` unless just this process still runs. Called after something of it was opened: what was opened is its own then. */
export function requireSame(target: Joinable): void {
  if (target.pid > 0 && !isSame(target)) throw gone(target);
}

export const gone = ({ text, pid }: Joinable): SpcError =>
  new SpcError('target-gone', `${text} ended`, `process ${pid} is no longer what it was when it was found`);

/** The target's namespaces and spc's own. Throws `target-gone`, `no-root`, `no-capability`. */
export function namespacesOf(target: Joinable): { there: NamespaceSet; here: NamespaceSet; root: boolean } {
  const there = target.bound === undefined ? processNamespaces(target) : { [boundType(target)]: inodeOf(target.bound) };
  requireSame(target);
  return { there, here: readNamespaces('self') ?? {}, root: process.geteuid?.() === 0 };
}

function processNamespaces(target: Joinable): NamespaceSet {
  const found = readNamespaces(target.pid);
  if (!found) throw linuxError(`cannot look into ${target.text}`, 'readlink', constants.errno.EACCES, 'SYS_PTRACE');
  if (found.pid === undefined && found.net === undefined) throw gone(target);
  return found;
}

const boundType = ({ spec }: Joinable): NamespaceType => (spec.kind === 'namespace' ? spec.type : 'net');

const inodeOf = (path: string) => statSync(path).ino;

/** A namespace held open. */
export interface Held {
  type: NamespaceType;
  fd: number;
}

/**
 * Opens the target's namespaces, in the order of `types`; whoever calls closes them. They are that process's own: it is
 * looked at again once they are open. Throws `target-gone`, `no-root`, `no-capability`.
 */
export function holdNamespaces(target: Joinable, types: readonly NamespaceType[]): Held[] {
  const held: Held[] = [];
  try {
    for (const type of types) held.push({ type, fd: openSync(target.bound ?? `/proc/${target.pid}/ns/${type}`, 'r') });
    requireSame(target);
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
