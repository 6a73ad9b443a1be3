/** `spc ps`: processes, and which container each is in. */
import { PROCESS_COLUMNS, PROCESS_DEFAULTS } from '../core/processes/columns.ts';
import { type ProcessRow, toRows } from '../core/processes/row.ts';
import type { ProcessTable } from '../core/processes/types.ts';
import { targetPids } from '../core/targets/processes.ts';
import { follow } from './follow.ts';
import type { List, Reading } from './list.ts';
import type { System } from './system.ts';

/** Which processes. */
export interface PsOptions {
  /** Only those of a target: a container's name, `pid:42`, `ns:net:4026531840` … */
  target: string | undefined;
  /** Threads of the kernel, too. */
  all: boolean;
}

/**
 * The table of processes. Throws `usage` for a target that cannot be read; reading throws `no-target`, `ambiguous`,
 * `no-container` for one that does not run, and `target-gone` for one that has ended since the last reading.
 */
export function processesTable(system: System, { target: text, all }: PsOptions): List<ProcessRow> {
  const find = text === undefined ? undefined : follow(text, system);
  let before: ProcessTable | undefined;
  return { columns: PROCESS_COLUMNS, defaults: PROCESS_DEFAULTS, read };

  function read(): Reading<ProcessRow> {
    const table = system.processes(['status', 'cgroup', 'cmdline', 'ns']);
    const discovery = system.containers(table);
    const found = find?.({ table, discovery });
    const pids = found && new Set(targetPids(found.target, found.around));
    const rows = toRows({ table, before, discovery, userName: system.userName });
    before = table;
    return { rows: rows.filter((row) => isWanted(row, pids)), gaps: [...table.gaps, ...discovery.gaps] };
  }

  function isWanted({ entry }: ProcessRow, pids: Set<number> | undefined): boolean {
    if (pids && !pids.has(entry.pid)) return false;
    return all || !entry.kernelThread || text?.startsWith('pid:') === true;
  }
}
