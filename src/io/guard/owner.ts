/** Who owns a journal: told by its name, so that one rename gives it to another. */
import { readFileSync, statSync } from 'node:fs';
import { identify, isAlive } from '../builtin/pids.ts';
import type { TaskId } from './entry.ts';

/** A process of this machine, this boot and this pid namespace. */
export interface Owner extends TaskId {
  /** The boot's id, without dashes. */
  boot: string;
  /** Inode of the pid namespace in which `pid` counts. */
  pidns: number;
}

const NAME = /^([0-9a-f]{32})-(\d+)-(\d+)-(\d+)-\d+\.journal$/;

/** This process. */
export function self(): Owner {
  const startTime = Number(identify(process.pid)?.startTime ?? 0);
  return { boot: bootId(), pidns: statSync('/proc/self/ns/pid').ino, pid: process.pid, startTime };
}

const bootId = () => readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim().replaceAll('-', '');

let named = 0;

/** A name nobody else has: its owner may have several. */
export const journalName = ({ boot, pidns, pid, startTime }: Owner): string =>
  `${boot}-${pidns}-${pid}-${startTime}-${++named}.journal`;

/** undefined for a name that is no journal's. */
export function ownerOf(name: string): Owner | undefined {
  const [, boot = '', pidns, pid, startTime] = NAME.exec(name) ?? [];
  return boot === '' ? undefined : { boot, pidns: Number(pidns), pid: Number(pid), startTime: Number(startTime) };
}

/** Whether its owner is known to have ended. One of another pid namespace cannot be seen from here, and counts as alive. */
export function hasEnded(owner: Owner, me: Owner): boolean {
  if (owner.boot !== me.boot) return true;
  return owner.pidns === me.pidns && !isAlive({ pid: owner.pid, startTime: String(owner.startTime) });
}
