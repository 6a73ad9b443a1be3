/** What is looked at or joined: one grammar for the whole tool. */
import type { FoundContainer, Maker } from './containers/types.ts';
import type { NamespaceType } from './processes/types.ts';

/** A target as it was written. */
export type TargetSpec =
  | { kind: 'host' }
  | { kind: 'pid'; pid: number }
  | { kind: 'namespace'; type: NamespaceType; inode: number }
  | { kind: 'netns'; name: string }
  | { kind: 'cgroup'; path: string }
  /** A container, by its name or the beginning of its id; `engine/name` where two engines have the name. */
  | { kind: 'container'; engine?: Maker; name: string };

/** A target found, and pinned: `pid` with `startTime` is that process and no later one of the same number. */
export interface Target {
  spec: TargetSpec;
  /** As it was written. */
  text: string;
  /** For the eye, one line: `container web (docker)`, `process 42 (nginx)`. Not sanitised. */
  title: string;
  /** Host pid of the process that stands for it; 0 when none does: a namespace that is only bound. */
  pid: number;
  /** Clock ticks since boot; 0 with pid 0. */
  startTime: number;
  /** The container it is, or is in. */
  container?: FoundContainer;
  /** Where its namespace is bound, when no process stands for it: `/run/netns/blue`. */
  bound?: string;
  /** The namespace that was bound there when it was found; another of that name is not meant. */
  boundInode?: number;
}
