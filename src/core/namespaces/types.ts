/** Namespaces: which there are, who is in them, what else keeps them. Text is as found: hostile until sanitised. */
import type { FoundContainer } from '../containers/types.ts';
import type { NamespaceType, ProcessEntry } from '../processes/types.ts';

/** A namespace's name: an inode number of nsfs is never of two types at once. */
export interface NamespaceRef {
  type: NamespaceType;
  inode: number;
}

/** A namespace bound to a file (mount(8) --bind of /proc/PID/ns/TYPE), as ip-netns(8) and engines do. */
export interface BindMount extends NamespaceRef {
  path: string;
  /** The mount namespaces in which it is bound at that path, rising; the path means a file in these only. */
  mountNamespaces: number[];
  /** One of them is that of spc itself: the path can be opened as it stands. */
  own: boolean;
}

/** A namespace that a process has open: `/proc/PID/fd/FD` leads to it. */
export interface OpenDescriptor extends NamespaceRef {
  pid: number;
  fd: number;
}

/** What keeps namespaces alive beside the processes in them. */
export interface Holders {
  mounts: BindMount[];
  descriptors: OpenDescriptor[];
  /** One line each: what was not looked at. */
  gaps: string[];
}

/** How a namespace hangs together with others (ioctl_ns(2)). */
export interface Relation extends NamespaceRef {
  /** Inode of the user namespace that owns it; for a user namespace: of its parent. Absent: beyond what spc may see. */
  ownerUserNs?: number;
  /** Host uid of who made the owning user namespace; for a user namespace: of who made itself. */
  owner?: number;
  /** `pid` and `user` only: inode of the one it is nested in. */
  parent?: number;
}

/** One namespace. */
export interface Namespace extends NamespaceRef {
  /** It is the host's own. */
  host: boolean;
  /** Host pids of the processes in it, rising. */
  pids: number[];
  /** The one that started first; absent when there is none. */
  main?: ProcessEntry;
  /** Those its processes belong to, each once. */
  containers: FoundContainer[];
  mounts: BindMount[];
  descriptors: OpenDescriptor[];
  /** Namespaces nested in it or owned by it: they keep it, too. Only of what `relations` told. */
  children: NamespaceRef[];
  /** Absent: not asked for, or not to be told. */
  relation?: Relation;
}
