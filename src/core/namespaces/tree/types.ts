/** Trees of processes. Text is as found: hostile until sanitised. */
import type { FoundContainer } from '../../containers/types.ts';
import type { NamespaceType, ProcessEntry } from '../../processes/types.ts';

/**
 * How a process came into its container. `main`: its first process. `exec`: started from outside in a container whose
 * orphans stay inside. `exec?`: its parent is outside, but it may be an orphan as well: the container has no pid
 * namespace of its own whose first process would have taken it over.
 */
export type Entry = 'main' | 'exec' | 'exec?';

/** A process and those it started. */
export interface TreeNode {
  process: ProcessEntry;
  /** Absent: it ended, or is pid 0. */
  parent?: ProcessEntry;
  container?: FoundContainer;
  /** Absent: its parent is in the same container, or it is in none. */
  entry?: Entry;
  /** The namespaces that are not its parent's; the host's where the parent is gone. */
  differs: NamespaceType[];
  /** By pid, rising. */
  children: TreeNode[];
}

/** A tree, or a container's several: what was executed in it has parents outside. */
export interface ProcessTree {
  /** Whose processes these are; absent: the machine's, or the descendants of one process. */
  container?: FoundContainer;
  /** The container in which it was started, for one in another. */
  within?: FoundContainer;
  /** The ancestors of the first root, from the top of the machine: monitor or shim last. */
  chain: ProcessEntry[];
  roots: TreeNode[];
}
