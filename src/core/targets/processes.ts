/** Which processes a target means. */
import type { Discovery } from '../containers/types.ts';
import type { BoundNamespace } from '../namespaces/mountinfo.ts';
import type { CgroupLine, NamespaceType, ProcessEntry, ProcessTable } from '../processes/types.ts';
import type { Target, TargetSpec } from '../target.ts';

/** What a target is looked for in. */
export interface Surroundings {
  table: ProcessTable;
  discovery: Discovery;
  /** Namespaces bound to files that spc can open. */
  binds: readonly BoundNamespace[];
}

type Finders = {
  [Kind in TargetSpec['kind']]: (spec: Extract<TargetSpec, { kind: Kind }>, around: Surroundings) => ProcessEntry[];
};

const FINDERS: Finders = {
  pid: ({ pid }, { table }) => table.processes.filter((process) => process.pid === pid),
  namespace: ({ type, inode }, { table }) => inNamespace(table, type, inode),
  netns: ({ name }, { table, binds }) => inNamespace(table, 'net', boundNetns(name, binds)?.inode),
  cgroup: ({ path }, { table }) => inCgroup(table, path),
  host: (_, { table, discovery }) => table.processes.filter(({ pid }) => !discovery.byPid.has(pid)),
  container: () => [],
};

/** The processes a spec means, by pid, rising; none for a container, whose own list tells. */
export function processesOf<Spec extends TargetSpec>(spec: Spec, around: Surroundings): ProcessEntry[] {
  const find = FINDERS[spec.kind] as (spec: Spec, around: Surroundings) => ProcessEntry[];
  return find(spec, around);
}

/** Host pids of all processes that belong to a target, rising; those of a container as it was found. */
export function targetPids({ spec, container }: Target, around: Surroundings): number[] {
  if (spec.kind === 'container') return container?.pids ?? [];
  return processesOf(spec, around).map(({ pid }) => pid);
}

/** The network namespace that ip-netns(8) knows by a name; from inside a container, below the host's files. */
export function boundNetns(name: string, binds: readonly BoundNamespace[]): BoundNamespace | undefined {
  const named = binds.filter(({ type, path }) => type === 'net' && path.endsWith(`/run/netns/${name}`));
  return named.find(({ path }) => path === `/run/netns/${name}`) ?? named[0];
}

function inNamespace({ processes }: ProcessTable, type: NamespaceType, inode: number | undefined): ProcessEntry[] {
  return inode === undefined ? [] : processes.filter(({ ns }) => ns?.[type] === inode);
}

/** As /proc/PID/cgroup writes a path, or as the directory below /sys/fs/cgroup; what lies below it counts. */
function inCgroup({ processes }: ProcessTable, path: string): ProcessEntry[] {
  const trimmed = path.replace(/\/+$/, '');
  const directory = /^\/sys\/fs\/cgroup(?:\/|$)(.*)/s.exec(trimmed)?.[1];
  const wanted =
    directory === undefined ? () => trimmed : ({ controllers }: CgroupLine) => below(directory, controllers);
  const isWanted = (line: CgroupLine) => {
    const group = wanted(line);
    return group !== undefined && (line.path === group || line.path.startsWith(`${group}/`));
  };
  return processes.filter(({ cgroups = [] }) => cgroups.some(isWanted));
}

/**
 * The group of a hierarchy that a directory below /sys/fs/cgroup is, where each is mounted as systemd does it: v1's in
 * folders named after their controllers, v2 there itself or, beside v1, in `unified`. undefined: it is of another hierarchy.
 */
function below(directory: string, controllers: readonly string[]): string | undefined {
  const isV2 = controllers.length === 0;
  const [first = '', ...rest] = directory.split('/');
  const folders = isV2 ? ['unified'] : [controllers.join(','), ...controllers.map(withoutName)];
  if (folders.includes(first)) return rest.map((name) => `/${name}`).join('');
  if (!isV2) return undefined;
  return directory === '' ? '' : `/${directory}`;
}

const withoutName = (controller: string) => controller.replace(/^name=/, '');
