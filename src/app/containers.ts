/** `spc ps --containers`: every container of the machine, whatever made it. */
import { CONTAINER_COLUMNS, CONTAINER_DEFAULTS, detailsFor } from '../core/containers/columns.ts';
import { type ContainerRow, toContainerRows } from '../core/containers/row.ts';
import { earlierUsage } from '../core/processes/usage.ts';
import { readDetails } from './container-details.ts';
import type { List, ListOptions, Reading } from './list.ts';
import type { System } from './system.ts';

export interface ContainersOptions {
  /** Those that do not run, too. */
  all: boolean;
  /** Columns that are shown, sorted or filtered by: what they cost is paid, no more. */
  columns: readonly string[];
}

/** The table of containers. */
export function containersTable(system: System, { all, columns }: ContainersOptions): List<ContainerRow> {
  const wanted = detailsFor(columns);
  const earlier = earlierUsage(0);
  return { columns: CONTAINER_COLUMNS, defaults: CONTAINER_DEFAULTS, read };

  async function read(): Promise<Reading<ContainerRow>> {
    const table = system.processes(['status', 'cgroup', 'cmdline', 'ns']);
    const discovery = system.containers(table);
    const containers = discovery.containers.filter(({ pid }) => all || pid > 0);
    const details = await readDetails(
      system,
      table,
      containers.filter(({ pid }) => pid > 0),
      wanted,
    );
    const rows = toContainerRows({ table, before: earlier(table), containers, userName: system.userName, details });
    return { rows, gaps: [...table.gaps, ...discovery.gaps] };
  }
}

const CHEAP = CONTAINER_COLUMNS.filter(({ onDemand }) => !onDemand).map(({ key }) => key);

/** The columns that options make use of. `data`: it is for a program, which gets all but the dear ones when none are named. */
export function columnsInUse({ columns, filters, sort }: ListOptions, data: boolean): string[] {
  const shown = columns ?? (data ? CHEAP : CONTAINER_DEFAULTS);
  const named = [
    ...shown,
    ...filters.map((filter) => filter.split(/[!<>=]/, 1)[0] ?? ''),
    sort?.replace(/^-/, '') ?? '',
  ];
  return CONTAINER_COLUMNS.filter(({ key, header }) => named.some((name) => isNamed(name, key, header))).map(
    ({ key }) => key,
  );
}

/** As `findColumn` takes them. */
function isNamed(name: string, key: string, header: string): boolean {
  const wanted = name.trim().toLowerCase();
  return wanted === key.toLowerCase() || wanted === header.toLowerCase();
}
