/** `spc ps`: processes, and which container each is in. */
import { SpcError } from '../core/errors.ts';
import { PROCESS_COLUMNS, PROCESS_DEFAULTS } from '../core/processes/columns.ts';
import { type ProcessRow, toRows } from '../core/processes/row.ts';
import type { ProcessTable } from '../core/processes/types.ts';
import type { Target } from '../core/target.ts';
import { parseTarget } from '../core/targets/parse.ts';
import { type Surroundings, targetPids } from '../core/targets/processes.ts';
import type { List, Reading } from './list.ts';
import type { System } from './system.ts';
import { findTarget } from './targets.ts';

/** Which processes. */
export interface PsOptions {
  /** Only those of a target: a container's name, `pid:42`, `ns:net:4026531840` … */
  target: string | undefined;
  /** Threads of the kernel, too. */
  all: boolean;
}

/**
 * The table of processes. Throws `usage` for a target that cannot be read; reading throws `no-target` and `ambiguous`, and
 * `no-container` for one that does not run, or has ended since the last reading.
 */
export function processesTable(system: System, { target: text, all }: PsOptions): List<ProcessRow> {
  const chosen = text === undefined ? undefined : chooser(text, system);
  let before: ProcessTable | undefined;
  return { columns: PROCESS_COLUMNS, defaults: PROCESS_DEFAULTS, read };

  function read(): Reading<ProcessRow> {
    const table = system.processes(['status', 'cgroup', 'cmdline', 'ns']);
    const discovery = system.containers(table);
    const pids = chosen?.({ table, discovery });
    const rows = toRows({ table, before, discovery, userName: system.userName });
    before = table;
    return { rows: rows.filter((row) => isWanted(row, pids)), gaps: [...table.gaps, ...discovery.gaps] };
  }

  function isWanted({ entry }: ProcessRow, pids: Set<number> | undefined): boolean {
    if (pids && !pids.has(entry.pid)) return false;
    return all || !entry.kernelThread || text?.startsWith('pid:') === true;
  }
}

/** Finds the pids of a target at each reading; the container or process found first is the one looked for again. */
function chooser(text: string, system: System) {
  const spec = parseTarget(text);
  let first: Target | undefined;
  return (read: Omit<Surroundings, 'binds'>): Set<number> => {
    const around = { ...read, binds: spec.kind === 'netns' ? system.boundNamespaces() : [] };
    const target = findTarget(spec, text, around);
    if (spec.kind === 'container' && target.pid === 0)
      throw new SpcError('no-container', `${target.title} is not running`);
    first ??= target;
    if (!isSame(target, first)) throw new SpcError('no-container', `${first.title} has ended`);
    return new Set(targetPids(target, around));
  };
}

/** A namespace or cgroup stays itself whatever process stands for it. */
function isSame(target: Target, first: Target): boolean {
  if (target.spec.kind !== 'container' && target.spec.kind !== 'pid') return true;
  return target.pid === first.pid && target.startTime === first.startTime;
}
