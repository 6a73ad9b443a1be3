/** Trees as JSON. */
import type { FoundContainer } from '../../containers/types.ts';
import type { Cell } from '../../lists/columns.ts';
import { commandOf, innerPid } from '../../processes/row.ts';
import type { ProcessTree, TreeNode } from './types.ts';
import { walk } from './walk.ts';

/** Readers of JSON have limits of their own (jq: 256 levels): what is deeper follows beside, and `ppid` tells whose child it is. */
const MAX_LEVELS = 100;

/** `{container, within, chain, processes}`; a process has its `children` in it, at most 100 levels deep. */
export function treeData({ container, within, chain, roots }: ProcessTree): Record<string, Cell> {
  const processes: Cell[] = [];
  walk(roots, processes, ({ node, above, depth }) => {
    const children: Cell[] = [];
    above.push({ ...nodeData(node), children });
    return depth + 1 < MAX_LEVELS ? children : above;
  });
  return {
    container: container ? containerData(container) : null,
    within: within?.name ?? null,
    chain: chain.map((process) => ({ pid: process.pid, command: commandOf(process) })),
    processes,
  };
}

function nodeData({ process, container, entry, differs }: TreeNode): Record<string, Cell> {
  return {
    pid: process.pid,
    ppid: process.ppid,
    containerPid: innerPid(process) ?? null,
    state: process.state,
    command: commandOf(process),
    container: container?.name ?? null,
    entry: entry ?? null,
    differs,
  };
}

function containerData({ id, name, engine, kind, reasons, status, image, pid, monitor }: FoundContainer) {
  return { id, name, engine, kind, reasons, status, image, pid, monitor };
}
