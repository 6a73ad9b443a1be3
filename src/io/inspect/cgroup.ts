/** Limits and use of a control group: v1, v2, and both at once. */
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { type CgroupMount, cgroupMounts, type PlacedGroup, placeGroups } from '../../core/inspect/cgroup-place.ts';
import { type CgroupUse, cgroupUse, type GroupFiles, JOINED_FILES } from '../../core/inspect/cgroup-use.ts';
import type { CgroupLine } from '../../core/processes/types.ts';
import { readText, tryReadText } from './files.ts';

/** A group of one hierarchy. */
export interface Group {
  /** v1 controllers and `name=…`; empty: v2. */
  controllers: string[];
  /** As this process's cgroup namespace shows it. */
  path: string;
  /** Where it lies here; null: its hierarchy, or that part of it, is not mounted here. */
  directory: string | null;
}

export interface CgroupReading {
  groups: Group[];
  use: CgroupUse;
  gaps: string[];
}

const MAX_BYTES = 256 * 1024;

/**
 * Limits and use of the groups a process is in. What ended meanwhile gives nulls.
 *
 * @param lines of /proc/PID/cgroup as this process reads it
 */
export function readCgroupUse(lines: readonly CgroupLine[]): CgroupReading {
  const found = placeGroups(lines, ownMounts()).map((placed) => ({ placed, place: findPlace(placed) }));
  const groups = found.map(({ placed: { line }, place }) => ({
    controllers: line.controllers,
    path: line.path,
    directory: place?.directory ?? null,
  }));
  const read = cachedReader();
  const files: GroupFiles = (controller) => {
    const group =
      found.find(({ placed }) => placed.line.controllers.includes(controller)) ??
      found.find(({ placed }) => placed.line.controllers.length === 0);
    if (!group?.place) return undefined;
    const levels = levelsOf(group.place).map((directory) => (file: string) => read(directory, file));
    return { version: group.placed.line.controllers.length === 0 ? 'v2' : 'v1', levels };
  };
  return { groups, use: cgroupUse(files), gaps: gapsOf(groups) };
}

/** Hierarchies stay where they are while spc runs; for a list of many containers this is a third of the time. */
function ownMounts(): CgroupMount[] {
  mounts ??= cgroupMounts(readText('/proc/self/mountinfo', 16 * 1024 * 1024));
  return mounts;
}

let mounts: CgroupMount[] | undefined;

/** A group that ended, or that another mount hides, has no cgroup.procs. */
const findPlace = ({ places }: PlacedGroup) => places.find(({ directory }) => existsSync(`${directory}/cgroup.procs`));

/** The group and those above it, up to where its hierarchy is mounted. */
function levelsOf({ directory, mount }: PlacedGroup['places'][number]): string[] {
  return directory.length <= mount.length
    ? [directory]
    : [directory, ...levelsOf({ directory: dirname(directory), mount })];
}

/** Several fields are in one file: each is read once. */
function cachedReader(): (directory: string, file: string) => string | undefined {
  const texts = new Map<string, string | undefined>();
  const read = (path: string) => {
    if (!texts.has(path)) texts.set(path, tryReadText(path, MAX_BYTES)?.trim());
    return texts.get(path);
  };
  return (directory, file) => {
    const parts = (JOINED_FILES[file] ?? [file]).map((name) => read(`${directory}/${name}`));
    return parts.includes(undefined) ? undefined : parts.join(' ');
  };
}

function gapsOf(groups: readonly Group[]): string[] {
  if (groups.length === 0) return ['no control group is known'];
  return groups.every(({ directory }) => directory === null)
    ? ['the cgroup file system that the group is in is not mounted here: limits and use are unknown']
    : [];
}
