/** A container's control groups: to limit it, and to find every process of it when it ends. v1, v2 and both at once. */
import { mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { CgroupLimits } from '../../core/builtin-plan.ts';
import { SpcError } from '../../core/errors.ts';
import { parseMountinfo } from '../../core/processes/mountinfo.ts';

interface Hierarchies {
  /** Controller → where its v1 hierarchy is mounted. */
  v1: Map<string, string>;
  v2?: string;
}

type Controller = 'memory' | 'cpu' | 'pids';
type Setting = [file: string, value: string];

const PERIOD_US = 100_000;

/** What to write for a limit, by version (Documentation/admin-guide/cgroup-v1, cgroup-v2.rst). */
const SETTINGS: Record<Controller, Record<'v1' | 'v2', (limit: number) => Setting[]>> = {
  memory: {
    v1: (bytes) => [['memory.limit_in_bytes', String(bytes)]],
    v2: (bytes) => [['memory.max', String(bytes)]],
  },
  cpu: {
    v1: (cpus) => [
      ['cpu.cfs_period_us', String(PERIOD_US)],
      ['cpu.cfs_quota_us', String(Math.round(cpus * PERIOD_US))],
    ],
    v2: (cpus) => [['cpu.max', `${Math.round(cpus * PERIOD_US)} ${PERIOD_US}`]],
  },
  pids: {
    v1: (count) => [['pids.max', String(count)]],
    v2: (count) => [['pids.max', String(count)]],
  },
};

/**
 * Makes the groups a container needs and sets its limits.
 *
 * @returns their directories, the first being the one that tracks its processes; none when nothing is limited and the
 *   system lets spc make no group. Throws `system` when a limit cannot be put in force.
 */
export function makeGroups(id: string, limits: CgroupLimits): string[] {
  const hierarchies = readHierarchies(readFileSync('/proc/self/mountinfo', 'utf8'));
  const groups: string[] = [];
  try {
    const tracking = hierarchies.v2 ?? hierarchies.v1.get('pids') ?? hierarchies.v1.get('freezer');
    if (tracking !== undefined) addTracking(groups, join(tracking, 'spc', id));
    for (const [controller, limit] of wanted(limits)) {
      const group = makeLimit(hierarchies, id, controller, limit);
      if (!groups.includes(group)) groups.push(group);
    }
    return groups;
  } catch (error) {
    for (const group of groups) tryRemove(group);
    throw error;
  }
}

function wanted({ memory, cpus, pids }: CgroupLimits): [Controller, number][] {
  const all: [Controller, number | undefined][] = [
    ['memory', memory],
    ['cpu', cpus],
    ['pids', pids],
  ];
  return all.filter((pair): pair is [Controller, number] => pair[1] !== undefined);
}

/** Best effort: without a limit to keep, a container may run in the caller's group. */
function addTracking(groups: string[], directory: string): void {
  try {
    mkdirSync(directory, { recursive: true });
    groups.push(directory);
  } catch {
    // a read-only cgroup file system
  }
}

function makeLimit({ v1, v2 }: Hierarchies, id: string, controller: Controller, limit: number): string {
  const mounted = v1.get(controller);
  const root = mounted ?? v2;
  const group = join(root ?? '', 'spc', id);
  try {
    if (root === undefined) throw new Error('no cgroup file system is mounted');
    mkdirSync(group, { recursive: true });
    if (mounted === undefined) enable(root, controller);
    for (const [file, value] of SETTINGS[controller][mounted ? 'v1' : 'v2'](limit)) {
      writeFileSync(join(group, file), value);
    }
    return group;
  } catch (error) {
    throw new SpcError(
      'system',
      `cannot limit ${controller}: ${limit}`,
      (error as Error).message,
      'run it without the limit, or where cgroups are writable and have that controller',
      { cause: error },
    );
  }
}

/** On v2 a controller reaches a group only when every group above hands it on. */
function enable(root: string, controller: Controller): void {
  for (const directory of [root, join(root, 'spc')]) {
    writeFileSync(join(directory, 'cgroup.subtree_control'), `+${controller}`);
  }
}

/** @param mountinfo the text of proc_pid_mountinfo(5) */
export function readHierarchies(mountinfo: string): Hierarchies {
  const v1 = new Map<string, string>();
  let v2: string | undefined;
  for (const { type, mountPoint, superOptions } of parseMountinfo(mountinfo)) {
    if (type === 'cgroup2') v2 ??= mountPoint;
    if (type === 'cgroup') for (const option of superOptions) v1.set(option, v1.get(option) ?? mountPoint);
  }
  return v2 === undefined ? { v1 } : { v1, v2 };
}

/** Kills what is left in a container's groups and removes them. */
export async function removeGroups(groups: readonly string[]): Promise<void> {
  const PAUSE_MS = 10;
  const ROUNDS = 300;
  for (const group of groups) {
    for (let round = 0; round < ROUNDS && !tryRemove(group); round++) {
      for (const pid of members(group)) tryKill(pid);
      await setTimeout(PAUSE_MS);
    }
    tryRemove(dirname(group)); // succeeds for the last container only
  }
}

/** True when the group is gone. A group with processes, or zombies, stays. */
function tryRemove(group: string): boolean {
  try {
    rmdirSync(group);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT';
  }
}

function members(group: string): number[] {
  try {
    return readFileSync(join(group, 'cgroup.procs'), 'latin1').split('\n').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

function tryKill(pid: number): void {
  try {
    // 0 is a process of another pid namespace: never this process's own group
    if (pid > 0) process.kill(pid, 'SIGKILL');
  } catch {
    // it ended meanwhile
  }
}
