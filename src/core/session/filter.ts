/** What tells a target's events from all others inside the kernel: for tracers whose probes fire for every process. */
import type { TargetSpec } from '../target.ts';

export type TargetFilter =
  /** Inode of the pid namespace the task is in. A nested pid namespace has another. */
  | { kind: 'pidns'; inode: number }
  /** Id of the task's cgroup v2: the inode of its directory; groups below have ids of their own. */
  | { kind: 'cgroup'; id: number; path: string }
  /** Processes (thread groups) of that moment, rising, and what they start later. */
  | { kind: 'pids'; pids: number[] }
  /** Every process of the machine. */
  | { kind: 'host' };

type Listed = Extract<TargetFilter, { kind: 'pids' }>;

/** What was read of a target. */
export interface FilterFacts {
  spec: TargetSpec;
  /** Host pids of its processes now, rising. */
  pids: readonly number[];
  /** The pid namespace of the process that stands for it; null: it could not be read. */
  pidNamespace: {
    inode: number;
    /** It is the one spc is in. */
    isHost: boolean;
    /** Its pid 1 is one of the target's processes: others that are in it have joined the target's. */
    isOwn: boolean;
  } | null;
  /** The cgroup v2 of that process; null: there is no cgroup v2 here. */
  cgroup: {
    id: number;
    /** As /proc/PID/cgroup has it: `/machine.slice/libpod-….scope`. */
    path: string;
    /** A process that is not the target's is in it, too. */
    isShared: boolean;
  } | null;
}

/** The narrowest filter that misses nothing of the target, and why it is this one: a sentence for the eye, not sanitised. */
export function targetFilter({ spec, pids, pidNamespace, cgroup }: FilterFacts): TargetFilter & { why: string } {
  const list: Listed = { kind: 'pids', pids: [...pids] };
  const group = cgroup && cgroup.path !== '/' ? cgroup : null;
  switch (spec.kind) {
    case 'host':
      return { kind: 'host', why: 'every process of the machine' };
    case 'pid':
      return { ...list, why: 'the process, and what it starts from now on' };
    case 'namespace':
      if (spec.type === 'pid') return { kind: 'pidns', inode: spec.inode, why: `pid namespace ${spec.inode}` };
      return { ...list, why: `processes that are in the namespace now, and what they start: ${counted(pids)}` };
    case 'netns':
      return { ...list, why: `processes that are in the namespace now, and what they start: ${counted(pids)}` };
    case 'cgroup':
      if (group && isDirectoryOf(spec.path, group.path))
        return { kind: 'cgroup', id: group.id, path: group.path, why: `cgroup ${group.path}, without groups below it` };
      return { ...list, why: `processes that are in the cgroup now, and what they start: ${counted(pids)}` };
    case 'container':
      return ofContainer(list, pidNamespace, group);
  }
}

function ofContainer(
  list: Listed,
  pidNamespace: FilterFacts['pidNamespace'],
  group: FilterFacts['cgroup'],
): TargetFilter & { why: string } {
  if (pidNamespace?.isOwn && !pidNamespace.isHost)
    return {
      kind: 'pidns',
      inode: pidNamespace.inode,
      why: `it has a pid namespace of its own, ${pidNamespace.inode}`,
    };
  const shared = pidNamespace?.isHost ? "it shares the host's pid namespace" : 'its pid namespace is not its own';
  if (group && !group.isShared)
    return { kind: 'cgroup', id: group.id, path: group.path, why: `${shared}, but has the cgroup ${group.path}` };
  return { ...list, why: `${shared} and has no cgroup v2 of its own: its ${counted(list.pids)}, and what they start` };
}

const counted = (pids: readonly number[]) => `${pids.length} process${pids.length === 1 ? '' : 'es'}`;

/** A cgroup may be written as its path or as its directory below /sys/fs/cgroup. */
function isDirectoryOf(written: string, path: string): boolean {
  const trimmed = written.replace(/\/+$/, '');
  return ['', '/sys/fs/cgroup', '/sys/fs/cgroup/unified'].some((mount) => trimmed === `${mount}${path}`);
}
