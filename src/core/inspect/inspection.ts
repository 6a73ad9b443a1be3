/** All that is known of one target: what `spc inspect --json` shows, and what its page is made from. */
import type { FoundContainer } from '../containers/types.ts';
import type { MountEntry } from '../processes/mountinfo.ts';
import type { CgroupLine, NamespaceType } from '../processes/types.ts';
import type { CgroupUse } from './cgroup-use.ts';
import type { Network } from './network.ts';
import type { Port } from './ports.ts';
import type { Security } from './security.ts';
import type { UserSpace } from './user-space.ts';

/** A part that could not be read is null, and `gaps` says why. All text is as found: hostile until sanitised. */
export interface Inspection {
  /** Of this document: it changes when a field changes its meaning or goes. */
  schema: 1;
  /** `bound`: the file its namespace is bound to, when no process stands for it. */
  target: { text: string; title: string; kind: string; bound: string | null };
  container: FoundContainer | null;
  /** The process that stands for the target; null: none does. */
  process: ProcessFacts | null;
  namespaces: NamespaceFacts[] | null;
  cgroup: CgroupFacts | null;
  /** All processes of the target; for a process outside containers, itself and its children. */
  processes: ListedProcess[];
  network: NetworkFacts | null;
  mounts: MountEntry[] | null;
  security: Security | null;
  userSpace: UserSpace | null;
  gaps: Gap[];
}

export interface Gap {
  section: Section;
  why: string;
}

export type Section =
  | 'target'
  | 'namespaces'
  | 'cgroup'
  | 'processes'
  | 'network'
  | 'mounts'
  | 'security'
  | 'user space';

export interface ProcessFacts {
  pid: number;
  /** At each level of pid namespaces, outermost first. */
  nsPids: number[];
  startTime: number;
  /** Parent first, then its parent, to the top. */
  parents: { pid: number; comm: string }[];
  argv: string[];
  comm: string;
  /** One letter, proc_pid_stat(5). */
  state: string;
  /** Effective; null: unknown. */
  uid: number | null;
  user: string;
  /** ISO 8601. */
  started: string;
  threads: number;
  /** Bytes. */
  rss: number;
  /** Seconds. */
  cpuTime: number;
}

export interface NamespaceFacts {
  type: NamespaceType;
  /** null: it could not be read. */
  inode: number | null;
  /** `host`: the host's; `own`: another. null: unknown. */
  relation: 'host' | 'own' | null;
  /** Other containers with processes in it, when it is not the host's: `engine/name`. */
  sharedWith: string[];
}

export interface CgroupFacts {
  groups: (CgroupLine & { directory: string | null })[];
  use: CgroupUse;
  /** The process's parent is in the same groups, as far as they limit or count anything: the numbers are of both. */
  shared: boolean;
}

export interface NetworkFacts extends Network {
  /** null: the tables could not be read. */
  ports: PortFacts[] | null;
  /** Containers in the namespaces that other ends are in: `engine/name`, by inode. */
  neighbours: { inode: number; containers: string[] }[];
}

export interface PortFacts extends Omit<Port, 'pids'> {
  /** The processes that hold it; empty: none was found. */
  holders: { pid: number; comm: string }[];
}

export interface ListedProcess {
  pid: number;
  /** Innermost; null: it is in no pid namespace of its own. */
  nsPid: number | null;
  user: string;
  state: string;
  command: string;
}
