/** `spc tree`: who started whom, in which container. */
import type { Discovery } from '../core/containers/types.ts';
import { containerTrees, machineTree, processTree, selectedTree } from '../core/namespaces/tree/build.ts';
import { treeData } from '../core/namespaces/tree/data.ts';
import { drawTrees, type Strokes } from '../core/namespaces/tree/draw.ts';
import type { ProcessTree } from '../core/namespaces/tree/types.ts';
import type { ProcessPart, ProcessTable } from '../core/processes/types.ts';
import { sanitize } from '../core/sanitize.ts';
import { processesOf } from '../core/targets/processes.ts';
import type { UseCase } from '../core/types.ts';
import { follow } from './follow.ts';
import type { Pause } from './list.ts';
import type { System } from './system.ts';

/** Which tree, and how it is drawn. */
export interface TreeOptions {
  /** A target; undefined: every container. */
  target: string | undefined;
  /** The whole machine. */
  all: boolean;
  /** Threads of the kernel, too. */
  kernel: boolean;
  strokes: Strokes;
  /** Seconds between refreshes; undefined: once. */
  watch: number | undefined;
}

const PARTS: readonly ProcessPart[] = ['status', 'cgroup', 'cmdline', 'ns'];

/** Shows the trees. Throws `usage`, `no-target`, `no-container`, `ambiguous`, and `target-gone` when it ends while it is watched. */
export async function* showTree(system: System, options: TreeOptions, pause: Pause): UseCase {
  const find = finder(system, options);
  const told = new Set<string>();
  for (;;) {
    const { trees, gaps } = find();
    for (const text of gaps.filter((gap) => !told.has(gap))) {
      told.add(text);
      yield { kind: 'warning', text: sanitize(text) };
    }
    if (trees.length === 0) yield { kind: 'note', text: 'no container runs; the whole machine: spc tree --all' };
    yield {
      kind: 'rows',
      table: (width) => drawTrees(trees, options.strokes, width),
      data: trees.map(treeData),
      again: options.watch !== undefined,
    };
    if (options.watch === undefined) return 0;
    await pause(options.watch * 1000);
  }
}

interface Found {
  trees: ProcessTree[];
  gaps: string[];
}

/** Reads the machine and picks what is wanted, each time it is called; a target is pinned by the first. */
function finder(system: System, { target, all, kernel }: TreeOptions): () => Found {
  const pick = target === undefined ? undefined : treePicker(system, target, kernel);
  return () => {
    const table = system.processes(PARTS);
    const discovery = system.containers(table);
    const trees = pick?.(table, discovery) ?? overview(table, discovery, all, kernel);
    return { trees, gaps: [...table.gaps, ...discovery.gaps] };
  };
}

function overview(table: ProcessTable, discovery: Discovery, all: boolean, kernel: boolean): ProcessTree[] {
  if (all || kernel) return [machineTree(table, discovery, kernel)];
  return containerTrees(table, discovery, discovery.containers);
}

/** Picks a target's trees of what was read, the same target each time. Throws as `follow`. */
export function treePicker(system: System, text: string, kernel: boolean) {
  const find = follow(text, system);
  return (table: ProcessTable, discovery: Discovery): ProcessTree[] => {
    const { target, around } = find({ table, discovery });
    const { spec, container } = target;
    if (spec.kind === 'host') return [machineTree(table, discovery, kernel)];
    if (spec.kind === 'pid') return [processTree(table, discovery, spec.pid)].filter((tree) => tree !== undefined);
    if (spec.kind === 'container') return containerTrees(table, discovery, container ? [container] : []);
    return [selectedTree(table, discovery, processesOf(spec, around))];
  };
}
