/** Processes, to be browsed: beside each other, or as a tree. */
import type { Discovery } from '../../core/containers/types.ts';
import type { Column } from '../../core/lists/columns.ts';
import { machineTree } from '../../core/namespaces/tree/build.ts';
import { indentBelow, type Strokes, strokeOf } from '../../core/namespaces/tree/draw.ts';
import type { TreeNode } from '../../core/namespaces/tree/types.ts';
import { walk } from '../../core/namespaces/tree/walk.ts';
import { PROCESS_COLUMNS } from '../../core/processes/columns.ts';
import { commandOf, type ProcessRow, toRows } from '../../core/processes/row.ts';
import type { ProcessEntry, ProcessTable } from '../../core/processes/types.ts';
import { earlierUsage } from '../../core/processes/usage.ts';
import type { Identity } from '../../core/wire/answer.ts';
import type { ListRequest } from '../../core/wire/types.ts';
import { isWanted, pidsFinder } from '../ps.ts';
import type { System } from '../system.ts';
import { treePicker } from '../tree.ts';
import { type Browsed, STEADY_MS } from './list.ts';

/** With what stands before its command in a tree. */
interface BrowsedProcess extends ProcessRow {
  stroke: string;
}

const SHOWN = [
  'pid',
  'containerPid',
  'container',
  'user',
  'state',
  'cpu',
  'memory',
  'threads',
  'namespaces',
  'command',
];
const SPARE = ['threads', 'namespaces'];

const COLUMNS: readonly Column<BrowsedProcess>[] = PROCESS_COLUMNS.map((column) =>
  column.key === 'command' ? { ...column, text: ({ stroke, entry }) => stroke + commandOf(entry) } : column,
);

/** Picks rows in their order, with their strokes, of what was read. */
type Pick = (table: ProcessTable, discovery: Discovery) => (rows: readonly ProcessRow[]) => BrowsedProcess[];

/** Those of a target, or all; threads of the kernel only with `all`. Throws as `follow`. */
export function browseProcesses(system: System, request: ListRequest, strokes: Strokes): Browsed<BrowsedProcess> {
  const { tree = false } = request;
  const pick = tree ? inTree(system, request, strokes) : inList(system, request);
  const earlier = earlierUsage(STEADY_MS);
  return {
    columns: COLUMNS,
    defaults: SHOWN,
    spare: SPARE,
    ordered: tree,
    identify,
    read: () => {
      const table = system.processes(['status', 'cgroup', 'cmdline', 'ns']);
      const discovery = system.containers(table);
      const arrange = pick(table, discovery);
      const rows = toRows({ table, before: earlier(table), discovery, userName: system.userName });
      return { rows: arrange(rows), gaps: [...table.gaps, ...discovery.gaps] };
    },
  };
}

function inList(system: System, { target, all = false }: ListRequest): Pick {
  const find = pidsFinder(system, target);
  return (table, discovery) => {
    const pids = find(table, discovery);
    return (rows) =>
      rows.filter(({ entry }) => isWanted(entry, pids, all, target)).map((row) => ({ ...row, stroke: '' }));
  };
}

function inTree(system: System, { target, all = false }: ListRequest, strokes: Strokes): Pick {
  const pick = target === undefined ? undefined : treePicker(system, target, all);
  return (table, discovery) => {
    const trees = pick?.(table, discovery) ?? [machineTree(table, discovery, all)];
    return (rows) => {
      const byEntry = new Map(rows.map((row) => [row.entry, row]));
      return trees.flatMap(({ roots }) => drawn(roots, byEntry, strokes));
    };
  };
}

function drawn(
  roots: readonly TreeNode[],
  byEntry: ReadonlyMap<ProcessEntry, ProcessRow>,
  strokes: Strokes,
): BrowsedProcess[] {
  const rows: BrowsedProcess[] = [];
  walk<string | undefined>(roots, undefined, (step) => {
    const row = byEntry.get(step.node.process);
    if (row) rows.push({ ...row, stroke: strokeOf(step, strokes) });
    return indentBelow(step, strokes);
  });
  return rows;
}

function identify({ entry: { pid, startTime, state }, container }: BrowsedProcess): Identity {
  return {
    id: `${pid}@${startTime}`,
    target: `pid:${pid}`,
    mark: state === 'Z' ? 'bad' : container?.kind === 'spc' ? 'spc' : '',
    engine: '',
  };
}
