/** Processes → trees. No recursion: a chain of 10,000 processes is as well as a bush. */
import type { Discovery, FoundContainer } from '../../containers/types.ts';
import { differences } from '../../processes/row.ts';
import type { NamespaceSet, ProcessEntry, ProcessTable } from '../../processes/types.ts';
import type { Entry, ProcessTree, TreeNode } from './types.ts';

type Containers = Pick<Discovery, 'byPid'>;

/** A tree for each container that runs, in the order given; a container nested in another has its own. */
export function containerTrees(
  table: ProcessTable,
  discovery: Containers,
  containers: readonly FoundContainer[],
): ProcessTree[] {
  const nodes = makeNodes(table, discovery);
  const roots = Map.groupBy(
    linkNodes(nodes, (child, parent) => child.container === parent.container),
    ({ container }) => container,
  );
  return containers.flatMap((container) => {
    const [first, ...others] = (roots.get(container) ?? []).toSorted(mainFirst);
    return first ? [{ container, ...surroundings(nodes, first, discovery), roots: [first, ...others] }] : [];
  });
}

function surroundings(nodes: Nodes, main: TreeNode, { byPid }: Containers): Pick<ProcessTree, 'chain' | 'within'> {
  const chain = chainOf(nodes, main);
  const within = chain.map(({ pid }) => byPid.get(pid)).findLast((container) => container !== undefined);
  return { chain, ...(within && { within }) };
}

const mainFirst = (a: TreeNode, b: TreeNode) => Number(b.entry === 'main') - Number(a.entry === 'main');

/** The tree of the whole machine; threads of the kernel only with `kernel`. */
export function machineTree(table: ProcessTable, discovery: Containers, kernel: boolean): ProcessTree {
  const nodes = makeNodes(table, discovery);
  const roots = linkNodes(nodes, (child) => kernel || !child.process.kernelThread);
  return { chain: [], roots: roots.filter(({ process }) => kernel || !process.kernelThread) };
}

/** A process and all below it, in whatever container; undefined when there is no such process. */
export function processTree(table: ProcessTable, discovery: Containers, pid: number): ProcessTree | undefined {
  const nodes = makeNodes(table, discovery);
  linkNodes(nodes, () => true);
  const root = nodes.get(pid);
  return root && { chain: chainOf(nodes, root), roots: [root] };
}

/** Just these processes, each below its parent where that is one of them. */
export function selectedTree(
  table: ProcessTable,
  discovery: Containers,
  processes: readonly ProcessEntry[],
): ProcessTree {
  const nodes = makeNodes(table, discovery);
  const wanted = new Set(processes);
  const roots = linkNodes(nodes, (child, parent) => wanted.has(child.process) && wanted.has(parent.process));
  return { chain: [], roots: roots.filter(({ process }) => wanted.has(process)) };
}

type Nodes = ReadonlyMap<number, TreeNode>;

function makeNodes(table: ProcessTable, { byPid }: Containers): Nodes {
  const processes = new Map(table.processes.map((process) => [process.pid, process]));
  return new Map(
    table.processes.map((process) => {
      const parent = parentOf(process, processes);
      const container = byPid.get(process.pid);
      const entry = container && entryOf(process, container, parent, { byPid, processes });
      const differs = differences(process.ns, namespacesAbove(parent, table.host));
      const node = { process, differs, children: [], ...(parent && { parent }) };
      return [process.pid, { ...node, ...(container && { container }), ...(entry && { entry }) }];
    }),
  );
}

/** A parent started no later than its child; else it is another process, that got the pid while /proc was read. */
function parentOf({ ppid, startTime }: ProcessEntry, processes: ReadonlyMap<number, ProcessEntry>) {
  const parent = processes.get(ppid);
  return parent && parent.startTime <= startTime ? parent : undefined;
}

interface Surroundings extends Containers {
  processes: ReadonlyMap<number, ProcessEntry>;
}

function entryOf(
  { pid }: ProcessEntry,
  container: FoundContainer,
  parent: ProcessEntry | undefined,
  { byPid, processes }: Surroundings,
): Entry | undefined {
  if (pid === container.pid) return 'main';
  if (parent && byPid.get(parent.pid) === container) return undefined;
  return isInit(processes.get(container.pid)) ? 'exec' : 'exec?';
}

/** The first process of a pid namespace of its own becomes the parent of every orphan in it (pid_namespaces(7)). */
const isInit = (main: ProcessEntry | undefined) => (main?.nsPids?.length ?? 0) > 1 && main?.nsPids?.at(-1) === 1;

/** Of a parent that is gone, and of process 1 where it lets nobody look, the host's. */
function namespacesAbove(parent: ProcessEntry | undefined, host: NamespaceSet) {
  return parent && (parent.ns || parent.pid !== 1) ? parent.ns : host;
}

/** Puts each node below its parent where `together` agrees; returns those that have no such parent. */
function linkNodes(nodes: Nodes, together: (child: TreeNode, parent: TreeNode) => boolean): TreeNode[] {
  const roots: TreeNode[] = [];
  for (const node of nodes.values()) {
    const parent = node.parent && nodes.get(node.parent.pid);
    if (parent && together(node, parent)) parent.children.push(node);
    else roots.push(node);
  }
  return roots;
}

function chainOf(nodes: Nodes, node: TreeNode): ProcessEntry[] {
  const chain: ProcessEntry[] = [];
  const seen = new Set([node.process.pid]);
  for (let { parent } = node; parent && !seen.has(parent.pid); parent = nodes.get(parent.pid)?.parent) {
    seen.add(parent.pid);
    chain.push(parent);
  }
  return chain.reverse();
}
