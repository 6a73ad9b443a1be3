/** The machine as the use-cases that look at it see it; `cli/system.ts` builds the real one. */
import type { Discovery } from '../core/containers/types.ts';
import type { ProcessPart, ProcessTable } from '../core/processes/types.ts';

export interface System {
  /** Reads /proc; `only`: just these pids (host pids), when they are known. */
  processes(parts: readonly ProcessPart[], only?: readonly number[]): ProcessTable;
  /** Finds containers among processes read with the parts `status`, `cgroup`, `cmdline` and `ns`, and in state files. */
  containers(table: ProcessTable): Discovery;
  /** Host user id → name, by /etc/passwd; the number itself when it has none. */
  userName(uid: number): string;
}
