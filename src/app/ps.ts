/** `spc ps`: processes, and which container each is in. */
import type { Discovery } from '../core/containers/types.ts';
import { PROCESS_COLUMNS, PROCESS_DEFAULTS } from '../core/processes/columns.ts';
import { type ProcessRow, toRows } from '../core/processes/row.ts';
import type { ProcessEntry, ProcessTable } from '../core/processes/types.ts';
import { earlierUsage } from '../core/processes/usage.ts';
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
export function processesTable(system: System, { target, all }: PsOptions): List<ProcessRow> {
  const find = pidsFinder(system, target);
  const earlier = earlierUsage(0);
  return { columns: PROCESS_COLUMNS, defaults: PROCESS_DEFAULTS, read };

  function read(): Reading<ProcessRow> {
    const table = system.processes(['status', 'cgroup', 'cmdline', 'ns']);
    const discovery = system.containers(table);
    const pids = find(table, discovery);
    const rows = toRows({ table, before: earlier(table), discovery, userName: system.userName });
    const wanted = rows.filter(({ entry }) => isWanted(entry, pids, all, target));
    return { rows: wanted, gaps: [...table.gaps, ...discovery.gaps] };
  }
}

/** Finds a target's processes in each reading; undefined: there is no target, all are meant. Throws as `follow`. */
export function pidsFinder(system: System, target: string | undefined) {
  const find = target === undefined ? undefined : follow(target, system);
  return (table: ProcessTable, discovery: Discovery): ReadonlySet<number> | undefined => {
    const found = find?.({ table, discovery });
    return found && new Set(targetPids(found.target, found.around));
  };
}

/** Whether a process is one of `pids`; threads of the kernel are wanted with `all`, or when one is the target itself. */
export function isWanted(
  { pid, kernelThread }: ProcessEntry,
  pids: ReadonlySet<number> | undefined,
  all: boolean,
  target: string | undefined,
): boolean {
  if (pids && !pids.has(pid)) return false;
  return all || !kernelThread || target?.startsWith('pid:') === true;
}
