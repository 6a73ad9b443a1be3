/** Containers as processes, cgroups and state files show them, whatever made them. */
import type { CgroupLine } from '../processes/types.ts';

/**
 * What made a container. `none`: a process in namespaces of its own that no engine claims (unshare, bubblewrap).
 * `netns`: a named network namespace of ip-netns(8) with processes in it.
 */
export const MAKERS = [
  'docker',
  'podman',
  'builtin',
  'containerd',
  'cri-containerd',
  'cri-o',
  'lxc',
  'nspawn',
  'runc',
  'crun',
  'netns',
  'none',
] as const;

export type Maker = (typeof MAKERS)[number];

export type ContainerStatus = 'running' | 'paused' | 'stopped' | 'created' | 'unknown';

/**
 * `service`: walled off. `spc`: a super-privileged container, that shares the host's namespaces or holds its powers.
 * `unknown`: its namespaces or its first process may not be read.
 */
export type ContainerKind = 'service' | 'spc' | 'unknown';

/** A container as it was found. All text is as found: hostile until sanitised. */
export interface FoundContainer {
  /** 64 hex digits where the maker has such; else the maker's own name for it; for `none` and `netns` made here: `pid-42`, `netns-NAME`. */
  id: string;
  name: string;
  engine: Maker;
  /** Other makers that list the same container: podman's is in runc's list, too. */
  alsoKnownTo: Maker[];
  /** What the maker groups it by: a containerd namespace, a Kubernetes `namespace/pod`; empty: nothing. */
  group: string;
  /** As its maker names it; empty when unknown. */
  image: string;
  /** `sha256:…`; empty when unknown. */
  imageId: string;
  status: ContainerStatus;
  /** Host pid of its first process; 0 when there is none. */
  pid: number;
  /** Start time of that process, clock ticks since boot; 0 when there is none. */
  startTime: number;
  /** Host pids of all its processes, rising. Those of a container nested in it belong to the nested one. */
  pids: number[];
  /** Host pid of the process that watches it (containerd-shim, conmon, lxc monitor, systemd-nspawn); 0: none. */
  monitor: number;
  /** Host uid of who runs it without root; 0: root. */
  owner: number;
  /** ISO 8601; empty when unknown. */
  created: string;
  /** ISO 8601, by the first process's start time; empty when it does not run. */
  started: string;
  /** The first process's cgroups; empty when it does not run. */
  cgroups: CgroupLine[];
  /** Judged when it is first asked for, by what its first process may do then. */
  kind: ContainerKind;
  /** Why it is an SPC, one short line each: `shares the host's pid namespace`; empty for a service container. */
  reasons: string[];
  labels: Record<string, string>;
}

/** All containers, and what could not be told. */
export interface Discovery {
  /** Running first, then by name. */
  containers: FoundContainer[];
  /** Pid → the container it is in; the host's processes are not in it. */
  byPid: Map<number, FoundContainer>;
  /** One line each: a state file that is damaged or unreadable, an engine that did not answer. */
  gaps: string[];
}
