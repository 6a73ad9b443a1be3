/** Processes as /proc tells of them. Numbers are as the /proc that was read counts them: host pids on a host. */

/** The kinds of namespaces, by their names in /proc/PID/ns (namespaces(7)). */
export const NAMESPACE_TYPES = ['cgroup', 'ipc', 'mnt', 'net', 'pid', 'time', 'user', 'uts'] as const;

export type NamespaceType = (typeof NAMESPACE_TYPES)[number];

/** Inode numbers of namespaces; a type is missing when it could not be read. */
export type NamespaceSet = Partial<Record<NamespaceType, number>>;

/** Part of what /proc has of a process; each costs a file a process, so a reader names what it needs. */
export type ProcessPart = 'status' | 'cgroup' | 'cmdline' | 'ns';

/** One process. All text is as found: hostile until sanitised. */
export interface ProcessEntry {
  pid: number;
  ppid: number;
  /** Clock ticks since boot: with `pid`, tells this process from a later one of the same number. */
  startTime: number;
  /** One letter of proc_pid_stat(5): R, S, D, Z, T, t, I, X. */
  state: string;
  comm: string;
  /** PF_KTHREAD is set: a thread of the kernel. */
  kernelThread: boolean;
  /** Clock ticks of CPU used, user and system together. */
  ticks: number;
  threads: number;
  /** Resident memory, bytes. */
  rss: number;
  /** Device number of the controlling terminal; 0: none. */
  tty: number;
  /** Part `status`. Effective user id, as this process's user namespace numbers it. */
  uid?: number;
  /** Part `status`. The pid at each level, outermost first; the last is the container's own. One entry: no nested pid namespace. */
  nsPids?: number[];
  /** Part `cmdline`. Empty for kernel threads and zombies. Cut at 128 KiB. */
  argv?: string[];
  /** Part `cgroup`. The lines of /proc/PID/cgroup: `0::/…` (v2) and `N:controllers:/…` (v1). */
  cgroups?: CgroupLine[];
  /** Part `ns`. Absent when nothing could be read (another user's process, without CAP_SYS_PTRACE). */
  ns?: NamespaceSet;
}

/** A line of /proc/PID/cgroup (cgroups(7)). */
export interface CgroupLine {
  /** Names of v1 controllers (`memory`, `name=systemd`); empty: the v2 hierarchy. */
  controllers: string[];
  /** As this process's cgroup namespace shows it: starts with `/`. */
  path: string;
}

/** Every process of one instant, as near as /proc allows. */
export interface ProcessTable {
  /** By pid, rising. A process that ended while it was read is not in it. */
  processes: ProcessEntry[];
  /** The host's own namespaces: what a container's are compared with. */
  host: NamespaceSet;
  /** When it was read: milliseconds since 1970. */
  at: number;
  /** When the machine started: milliseconds since 1970. */
  bootTime: number;
  /** Clock ticks a second: the unit of `startTime` and `ticks`. */
  ticksPerSecond: number;
  /** The machine's memory, bytes. */
  memory: number;
  /** One line each: what could not be read and which capability would help; empty for root on its own host. */
  gaps: string[];
}
