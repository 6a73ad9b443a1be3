/** The machine as the use-cases that look at it see it; `cli/system.ts` builds the real one. */
import type { Discovery, Maker } from '../core/containers/types.ts';
import type { BoundNamespace } from '../core/namespaces/mountinfo.ts';
import type { Holders, Namespace, Relation } from '../core/namespaces/types.ts';
import type { ProcessPart, ProcessTable } from '../core/processes/types.ts';
import type { Details } from './details.ts';

export interface System {
  /** Reads /proc; `only`: just these pids (host pids), when they are known. */
  processes(parts: readonly ProcessPart[], only?: readonly number[]): ProcessTable;
  /** Finds containers among processes read with the parts `status`, `cgroup`, `cmdline` and `ns`, and in state files. */
  containers(table: ProcessTable): Discovery;
  /** One running container by name or id, and its first process, when root's engines have just one on file; else undefined. */
  containerOnFile(name: string, engine?: Maker): { table: ProcessTable; discovery: Discovery } | undefined;
  /** Host user id → name, by /etc/passwd; the number itself when it has none. */
  userName(uid: number): string;
  /** A closer look at one process or namespace. */
  details: Details;
  /** Namespaces bound to files, in spc's own mount namespace. */
  boundNamespaces(): BoundNamespace[];
  /** What keeps namespaces beside processes: binds and, if asked for, open descriptors. `table`: read with the part `ns`. */
  namespaceHolders(table: ProcessTable, descriptors: boolean): Promise<Holders>;
  /** How these namespaces hang together, and those that only they lead to. */
  namespaceRelations(namespaces: readonly Namespace[]): Promise<Relation[]>;
}
