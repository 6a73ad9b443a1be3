/** `spc tree`: who started whom, in which container. */
import type { Discovery } from '../core/containers/types.ts';
import { SpcError } from '../core/errors.ts';
import { containerTrees, machineTree, processTree, selectedTree } from '../core/namespaces/tree/build.ts';
import { treeData } from '../core/namespaces/tree/data.ts';
import { drawTrees, type Strokes } from '../core/namespaces/tree/draw.ts';
import type { ProcessTree } from '../core/namespaces/tree/types.ts';
import type { ProcessPart, ProcessTable } from '../core/processes/types.ts';
import type { TargetSpec } from '../core/target.ts';
import { isPid, parseTarget } from '../core/targets/parse.ts';
import { processesOf } from '../core/targets/processes.ts';
import type { UseCase } from '../core/types.ts';
import type { Pause } from './list.ts';
import type { System } from './system.ts';
import { findTarget } from './targets.ts';

/** Which tree, and how it is drawn. */
export interface TreeOptions {
  /** A target or a pid; undefined: every container. */
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

/** Shows the trees. Throws `usage`, `no-target`, `no-container` and `ambiguous`, also when the target ends while it is watched. */
export async function* showTree(system: System, options: TreeOptions, pause: Pause): UseCase {
  const find = finder(system, options);
  const told = new Set<string>();
  for (;;) {
    const { trees, gaps } = find();
    for (const text of gaps.filter((gap) => !told.has(gap))) {
      told.add(text);
      yield { kind: 'warning', text };
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
  const spec = target === undefined ? undefined : specOf(target);
  const pick = spec && target !== undefined ? targetPicker(system, spec, target, kernel) : undefined;
  return () => {
    const table = system.processes(PARTS);
    const discovery = system.containers(table);
    const trees = pick?.(table, discovery) ?? overview(table, discovery, all, kernel);
    return { trees, gaps: [...table.gaps, ...discovery.gaps] };
  };
}

/** A bare number is a pid. */
const specOf = (text: string): TargetSpec => (isPid(text) ? { kind: 'pid', pid: Number(text) } : parseTarget(text));

function overview(table: ProcessTable, discovery: Discovery, all: boolean, kernel: boolean): ProcessTree[] {
  if (all || kernel) return [machineTree(table, discovery, kernel)];
  return containerTrees(table, discovery, discovery.containers);
}

function targetPicker(system: System, spec: TargetSpec, text: string, kernel: boolean) {
  let startTime: number | undefined;
  return (table: ProcessTable, discovery: Discovery): ProcessTree[] => {
    const around = { table, discovery, binds: spec.kind === 'netns' ? system.boundNamespaces() : [] };
    const target = findTarget(spec, text, around);
    startTime ??= target.startTime;
    if (target.startTime !== startTime)
      throw new SpcError('target-gone', `${target.title} is another than before`, 'the one that was shown has ended');
    if (spec.kind === 'host') return [machineTree(table, discovery, kernel)];
    if (spec.kind === 'pid') return [processTree(table, discovery, spec.pid)].filter((tree) => tree !== undefined);
    if (spec.kind === 'container') return containerTrees(table, discovery, target.container ? [target.container] : []);
    return [selectedTree(table, discovery, processesOf(spec, around))];
  };
}
