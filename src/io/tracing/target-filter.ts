/** Reads what separates a target from all else: its pid namespace and its cgroup v2. */
import { readFileSync, readlinkSync, statSync } from 'node:fs';
import { parseCgroup } from '../../core/processes/cgroup.ts';
import { type FilterFacts, type TargetFilter, targetFilter } from '../../core/session/filter.ts';
import { statusOf } from '../proc/one.ts';
import type { TraceSetting } from './types.ts';

/** Where cgroup v2 is mounted: alone, or beside v1 as systemd does it. */
const MOUNTS = ['/sys/fs/cgroup/unified', '/sys/fs/cgroup'];

/** The filter for a target as it is now. What cannot be read is taken as not there. */
export function readTargetFilter(setting: Pick<TraceSetting, 'target' | 'pidsOf'>): TargetFilter & { why: string } {
  return targetFilter(readFilterFacts(setting));
}

/** What the decision is made of. */
export function readFilterFacts({ target, pidsOf }: Pick<TraceSetting, 'target' | 'pidsOf'>): FilterFacts {
  const group = cgroupOf(target.pid);
  // who is in the group before and after: a process that came or went meanwhile is no stranger
  const before = group ? membersOfGroup(group.directory) : [];
  const pids = pidsOf();
  const after = new Set(group ? membersOfGroup(group.directory) : []);
  const known = new Set(pids);
  const isShared = before.some((pid) => after.has(pid) && !known.has(pid));
  return {
    spec: target.spec,
    pids,
    pidNamespace: pidNamespaceOf(target.pid, pids),
    cgroup: group && { id: group.id, path: group.path, isShared },
  };
}

function pidNamespaceOf(pid: number, pids: readonly number[]): FilterFacts['pidNamespace'] {
  const inode = pidNamespace(pid);
  if (inode === 0) return null;
  const isHost = inode === pidNamespace('self');
  const isOwn = pids.some((member) => isFirst(member) && pidNamespace(member) === inode);
  return { inode, isHost, isOwn };
}

/** 0: it has none any more. */
function pidNamespace(pid: number | 'self'): number {
  return attempt(() => Number(/\[(\d+)\]/.exec(readlinkSync(`/proc/${pid}/ns/pid`))?.[1]), 0);
}

/** It is pid 1 of its own pid namespace. */
function isFirst(pid: number): boolean {
  return statusOf(pid)?.nsPids.at(-1) === 1;
}

interface Group {
  path: string;
  directory: string;
  id: number;
}

/** The cgroup v2 of a process; its id is the inode of its directory, also where v1 is mounted beside it. */
function cgroupOf(pid: number): Group | null {
  const lines = parseCgroup(attempt(() => readFileSync(`/proc/${pid}/cgroup`, 'latin1'), ''));
  const path = lines.find(({ controllers }) => controllers.length === 0)?.path;
  if (path === undefined) return null;
  return MOUNTS.map((mount) => groupBelow(mount, path)).find((group) => group !== null) ?? null;
}

function groupBelow(mount: string, path: string): Group | null {
  const directory = `${mount}${path}`;
  return attempt(() => {
    // only cgroup v2 has this file, and it may be read by all
    statSync(`${directory}/cgroup.procs`);
    statSync(`${mount}/cgroup.controllers`);
    return { path, directory, id: statSync(directory).ino };
  }, null);
}

function membersOfGroup(directory: string): number[] {
  return attempt(() => readFileSync(`${directory}/cgroup.procs`, 'latin1').trim().split('\n').map(Number), []);
}

function attempt<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}
