/** Processes of control groups, read from cgroup.procs. */
import { existsSync, readdirSync } from 'node:fs';
import type { FoundContainer } from '../../core/containers/types.ts';
import { cgroupMounts, type PlacedGroup, placeGroups } from '../../core/inspect/cgroup-place.ts';
import { parseCgroup } from '../../core/processes/cgroup.ts';
import type { CgroupLine } from '../../core/processes/types.ts';
import { MAX_MOUNTINFO, tryReadProc } from '../proc/read.ts';

/** A container of so many processes is still read whole: 7 digits and a newline each. */
const MAX_PROCS = 1024 * 1024;

/** The control groups of a process now; empty when it is gone. */
export const groupsOf = (pid: number): CgroupLine[] => parseCgroup(tryReadProc(`/proc/${pid}/cgroup`) ?? '');

/** Where groups lie in this process's file tree, the mounted ones only. */
function directoriesOf(lines: readonly CgroupLine[]): string[] {
  const mounts = cgroupMounts(tryReadProc('/proc/self/mountinfo', MAX_MOUNTINFO) ?? '');
  return placeGroups(lines, mounts).flatMap(({ places }: PlacedGroup) => {
    const place = places.find(({ directory }) => existsSync(`${directory}/cgroup.procs`));
    return place ? [place.directory] : [];
  });
}

/**
 * A group that just this container has: one whose path has its id, else one that spc is not in nor below. v2 first: it has
 * what the engine put there, and what the container's own init made below. undefined: there is none that tells.
 */
export function containerGroup({ id }: FoundContainer, pid: number): string | undefined {
  const own = groupsOf(process.pid);
  const isOwn = ({ controllers, path }: CgroupLine) =>
    own.some(
      (line) =>
        `${line.controllers}` === `${controllers}` && `${line.path}/`.startsWith(`${path}/`.replace(/\/+$/, '/')),
    );
  const lines = groupsOf(pid).toSorted((a, b) => a.controllers.length - b.controllers.length);
  const named = lines.filter(({ path }) => path.includes(id)).map((line) => upTo(line, id));
  const [directory] = directoriesOf([...named, ...lines.filter((line) => !isOwn(line))]);
  return directory;
}

/** The container's own group, where its first process is in one below: `libpod-ID.scope/container`. */
function upTo({ controllers, path }: CgroupLine, id: string): CgroupLine {
  const end = path.indexOf('/', path.indexOf(id));
  return { controllers, path: end < 0 ? path : path.slice(0, end) };
}

/** Directories of the group that was written: as /proc/PID/cgroup has it, or as a directory. `pid`: a process in it. */
export function writtenGroup(written: string, pid: number): string[] {
  const path = written.replace(/\/+$/, '');
  if (existsSync(`${path}/cgroup.procs`)) return [path];
  const lines = groupsOf(pid).filter((line) => line.path === path || line.path.startsWith(`${path}/`));
  return directoriesOf(lines.map(({ controllers }) => ({ controllers, path })));
}

/** Host pids in a group and those below, rising; 0 stands for a process of another pid namespace, and is left out. */
export function readGroup(directory: string): number[] {
  const pids = (tryReadProc(`${directory}/cgroup.procs`, MAX_PROCS) ?? '').split('\n').map(Number).filter(Boolean);
  return [...new Set([...pids, ...subgroups(directory).flatMap(readGroup)])].sort((a, b) => a - b);
}

function subgroups(directory: string): string[] {
  try {
    const entries = readdirSync(directory, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => `${directory}/${name}`);
  } catch {
    return [];
  }
}

/**
 * Whether a process's control group is frozen, by `docker pause` say: none of it runs until somebody lets it. v1: freezer.state;
 * v2: cgroup.events, cgroups(7). Those above are told of, too.
 */
export function isFrozen(pid: number): boolean {
  return directoriesOf(groupsOf(pid)).some((directory) => {
    const [v1 = '', v2 = ''] = ['freezer.state', 'cgroup.events'].map((name) => tryReadProc(`${directory}/${name}`));
    return /^(FROZEN|FREEZING)$/m.test(v1) || /^frozen 1$/m.test(v2);
  });
}
