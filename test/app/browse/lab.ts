/** A machine to browse. */
import type { System } from '../../../src/app/system.ts';
import type { FoundContainer } from '../../../src/core/containers/types.ts';
import type { Holders } from '../../../src/core/namespaces/types.ts';
import type { ProcessEntry, ProcessTable } from '../../../src/core/processes/types.ts';
import type { ListAnswer } from '../../../src/core/wire/types.ts';
import { tableOf } from '../../core/processes/table.ts';

export const HOST = { cgroup: 1, ipc: 2, mnt: 3, net: 4, pid: 5, time: 6, user: 7, uts: 8 };

export interface Machine {
  processes: ProcessEntry[];
  containers?: FoundContainer[];
  holders?: Partial<Holders>;
  gaps?: string[];
  /** Milliseconds since 1970, reading by reading. */
  at?: number[];
}

export function systemOf({ processes, containers = [], holders = {}, gaps = [], at = [] }: Machine): System {
  let reading = 0;
  return {
    processes: (): ProcessTable => {
      const now = at[reading++];
      return tableOf(processes, { host: HOST, gaps, ...(now !== undefined && { at: now }) });
    },
    containers: () => {
      const byPid = new Map(containers.flatMap((each) => each.pids.map((pid) => [pid, each] as const)));
      return { containers, byPid, gaps: [] };
    },
    userName: (uid) => `user ${uid}`,
    boundNamespaces: () => [],
    namespaceHolders: async () => ({ mounts: [], descriptors: [], gaps: [], ...holders }),
    namespaceRelations: async () => [],
  } as Partial<System> as System;
}

/** The cells of a column, row by row. */
export function column({ columns, rows }: ListAnswer, key: string): string[] {
  const at = columns.findIndex((each) => each.key === key);
  if (at < 0) throw new Error(`there is no column ${key}`);
  return rows.map(({ cells }) => cells[at] ?? '');
}
