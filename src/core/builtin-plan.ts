/** What the builtin engine is to do, as plain data: made by engines/, carried out by io/. */
import type { Capability } from './capabilities.ts';

/** Where a namespace of the container comes from: the host's own, a new one, or a process's (`path`: /proc/PID/ns/X). */
export type NamespaceSource = 'host' | 'new' | { path: string };

/** The namespaces builtin can choose; the user and cgroup namespaces are always the host's. */
const NAMESPACES = ['net', 'ipc', 'uts', 'pid'] as const;
export type NamespaceName = (typeof NAMESPACES)[number];

/** How mounts made later on one side show on the other (mount_namespaces(7)); all recursive. */
export type Propagation = 'private' | 'slave' | 'shared';

/** A host directory or file shown inside. */
export interface BindMount {
  source: string;
  /** Absolute, resolved inside the container's root only. */
  target: string;
  readonly: boolean;
  propagation: Propagation;
  /** Make a missing source directory, as docker does for -v and not for --mount. */
  create: boolean;
}

export interface TmpfsMount {
  target: string;
  /** tmpfs(5) options: `size=64m,mode=1777`. */
  options: string;
  readonly: boolean;
  exec: boolean;
  suid: boolean;
  dev: boolean;
}

export interface DeviceNode {
  source: string;
  target: string;
}

/** Ceilings for all processes of a container together. */
export interface CgroupLimits {
  /** Bytes. */
  memory?: number;
  /** Processors' worth of time: 1.5. */
  cpus?: number;
  pids?: number;
}

/** setrlimit(2) by docker's lower-case name. */
export interface Ulimit {
  name: string;
  soft: number;
  hard: number;
}

/** Who a container's process is, and what it may do. */
export interface Confinement {
  /** As written: `''`, `1000`, `user:group`; names are looked up inside the container. */
  user: string;
  /** Additional groups, names or numbers. */
  groups: string[];
  /** Only what these name; the caller's own set when `privileged`. */
  capabilities: Capability[];
  privileged: boolean;
  noNewPrivileges: boolean;
  /** No filter of system calls but for typing on the terminal; a privileged container has none at all. */
  seccompWaived: boolean;
}

/** A container to be made: everything but where the host keeps it. */
export interface BuiltinPlan {
  id: string;
  name: string;
  imageId: string;
  imageRef: string;
  labels: Record<string, string>;
  argv: string[];
  /** `NAME=value`, each name once. HOME is added when the user is known. */
  env: string[];
  cwd: string;
  hostname: string;
  namespaces: Record<NamespaceName, NamespaceSource>;
  binds: BindMount[];
  tmpfs: TmpfsMount[];
  devices: DeviceNode[];
  confinement: Confinement;
  /** Hide and write-protect the dangerous parts of /proc and /sys (not for privileged containers). */
  masked: boolean;
  readOnlyRoot: boolean;
  /** Bytes of /dev/shm. */
  shmSize: number;
  limits: CgroupLimits;
  ulimits: Ulimit[];
  interactive: boolean;
  tty: boolean;
  detach: boolean;
  /** Lines the user must see before it starts. */
  warnings: string[];
}

/** A command to run inside a running container. */
export interface BuiltinExec {
  argv: string[];
  env: string[];
  cwd?: string;
  user?: string;
  interactive: boolean;
}
