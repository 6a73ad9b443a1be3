/** Starting a program in a target's namespaces from spc's own process, between one tick and the next. */
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import type { NamespaceType } from '../../core/processes/types.ts';
import type { Invocation } from '../../core/types.ts';
import { CLONE } from '../linux/constants.ts';
import { comeHome } from '../linux/home.ts';
import { closeAtExec, openPidfd, setns, setnsOf, withSoftLimit } from '../linux.ts';
import { childEnv } from '../process.ts';
import { type Held, holdNamespaces, type Joinable, release, requireSame } from './pin.ts';

/** What can be joined by a process of several threads that goes on afterwards: the rest is for a helper. */
export type TickType = Exclude<NamespaceType, 'mnt' | 'user' | 'time'>;

export interface JoinedOptions extends SpawnOptions {
  /** Soft limit of open files the program gets; undefined: spc's own, which Node has raised. */
  openFiles?: number | undefined;
}

/**
 * Starts a program whose namespaces of the given types are the target's; all else of it is the host's, as spawn does it,
 * and it holds no descriptor above 2 but those of `stdio`. All within one tick, with nothing asynchronous in between: a
 * thread made meanwhile would be in the wrong namespaces, and in another pid namespace cannot be made at all. This
 * process is back in its own when it returns, also when it throws: `target-gone`, `no-root`, `no-capability`, `system`.
 * A program that cannot be started is told by the child's event `error`, as spawn does.
 */
export function spawnJoined(
  target: Joinable,
  types: readonly TickType[],
  { file, args, env }: Invocation,
  { openFiles, ...options }: JoinedOptions = {},
): ChildProcess {
  const start = () => spawn(file, args, { env: childEnv(env), ...options });
  const limited = () => (openFiles === undefined ? start() : withSoftLimit('nofile', BigInt(openFiles), start));
  closeAtExec();
  return types.length === 0 ? limited() : inNamespaces(target, types, limited);
}

/** Calls `work` in the target's namespaces, and comes back from those it came into. */
function inNamespaces<T>(target: Joinable, types: readonly TickType[], work: () => T): T {
  const home: Held[] = [];
  const joined = new Set<NamespaceType>();
  try {
    for (const type of types) home.push({ type, fd: openSync(`/proc/self/ns/${type}`, 'r') });
    join(target, types, joined);
    return work();
  } finally {
    comeHome(home.filter(({ type }) => joined.has(type)));
    release(home);
  }
}

/** By one call on a pidfd where there is a process and the kernel can (5.8); else one by one. `joined` tells how far it came. */
function join(target: Joinable, types: readonly TickType[], joined: Set<NamespaceType>): void {
  if (target.pid > 0 && joinByPidfd(target, types)) {
    for (const type of types) joined.add(type);
    return;
  }
  const held = holdNamespaces(target, types);
  try {
    for (const [index, type] of types.entries()) {
      setns(held[index]?.fd ?? -1, CLONE[type], whatFails(target, [type]));
      joined.add(type);
    }
  } finally {
    release(held);
  }
}

/** All or none. */
function joinByPidfd(target: Joinable, types: readonly TickType[]): boolean {
  const pidfd = openPidfd(target.pid, `${target.text} ended`);
  if (pidfd < 0) return false;
  try {
    requireSame(target); // the descriptor is its own, then
    const mask = types.reduce((sum, type) => sum | CLONE[type], 0);
    return setnsOf(pidfd, mask, whatFails(target, types));
  } finally {
    closeSync(pidfd);
  }
}

const whatFails = ({ text }: Joinable, types: readonly NamespaceType[]) => `cannot join ${types.join(', ')} of ${text}`;
