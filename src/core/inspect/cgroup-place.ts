/** Where a control group of /proc/PID/cgroup lies in this process's file tree. */
import { type MountEntry, parseMountinfo } from '../processes/mountinfo.ts';
import type { CgroupLine } from '../processes/types.ts';

/** A mounted hierarchy. */
export interface CgroupMount {
  /** v1 controllers and `name=…`; empty: v2. */
  controllers: string[];
  /** What of the hierarchy is mounted, as this process's cgroup namespace shows it; may begin with `/..`. */
  root: string;
  directory: string;
}

/** The hierarchies that are mounted here, in the order of mounting. @param mountinfo text of proc_pid_mountinfo(5) */
export function cgroupMounts(mountinfo: string): CgroupMount[] {
  return parseMountinfo(mountinfo)
    .filter(({ type }) => type === 'cgroup' || type === 'cgroup2')
    .map((mount) => ({ controllers: controllersOf(mount), root: mount.root, directory: mount.mountPoint }));
}

const FLAGS = new Set(['rw', 'ro', 'xattr', 'clone_children', 'noprefix']);

function controllersOf({ type, superOptions }: MountEntry): string[] {
  return type === 'cgroup2'
    ? []
    : superOptions.filter((option) => !FLAGS.has(option) && !option.startsWith('release_agent='));
}

/** A group's line with the directories it may be found at, best first. */
export interface PlacedGroup {
  line: CgroupLine;
  /** With where its hierarchy is mounted: the group's parents lie between the two. */
  places: { directory: string; mount: string }[];
}

/**
 * Each line of /proc/PID/cgroup with the directories that are its group. There is none when the hierarchy is not mounted
 * here, or only a part of it that the group is not in.
 */
export function placeGroups(lines: readonly CgroupLine[], mounts: readonly CgroupMount[]): PlacedGroup[] {
  return lines.map((line) => ({
    line,
    places: mounts.filter(sameHierarchy(line)).flatMap(({ root, directory: mount }) => {
      const rest = below(root, line.path);
      return rest === undefined ? [] : [{ directory: [mount, ...rest].join('/'), mount }];
    }),
  }));
}

function sameHierarchy({ controllers }: CgroupLine): (mount: CgroupMount) => boolean {
  const [first] = controllers;
  return (mount) => (first === undefined ? mount.controllers.length === 0 : mount.controllers.includes(first));
}

/**
 * The steps from one path to one at or below it; undefined when it is not below. Both are as one cgroup namespace shows
 * them, where `/..` is the parent of that namespace's root (cgroup_namespaces(7)): equal `..` stand for equal groups, but
 * what is above the root has no name, so a path cannot be followed out of one `..` and back.
 */
function below(root: string, path: string): string[] | undefined {
  const above = root.split('/').filter(Boolean);
  const steps = path.split('/').filter(Boolean);
  if (!above.every((step, at) => steps[at] === step)) return undefined;
  const rest = steps.slice(above.length);
  return rest.includes('..') || rest.includes('.') ? undefined : rest;
}
