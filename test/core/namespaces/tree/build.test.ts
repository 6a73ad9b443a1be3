import { describe, expect, it } from 'vitest';
import { containerTrees, machineTree, processTree, selectedTree } from '../../../../src/core/namespaces/tree/build.ts';
import type { TreeNode } from '../../../../src/core/namespaces/tree/types.ts';
import { walk } from '../../../../src/core/namespaces/tree/walk.ts';
import { container, discoveryOf, entry, HOST, tableOf } from '../tables.ts';

const INSIDE = { ...HOST, pid: 50, net: 40 };
const inside = (pid: number, ppid: number, inner: number) => entry(pid, ppid, { ns: INSIDE, nsPids: [pid, inner] });

/** A shim with a container of three processes, of which one was executed in it, and another container in that one. */
const PROCESSES = [
  entry(1, 0),
  entry(10, 1, { comm: 'shim' }),
  inside(11, 10, 1),
  inside(12, 11, 5),
  inside(13, 10, 9),
  entry(14, 12, { ns: { ...INSIDE, pid: 51 }, nsPids: [14, 6, 1] }),
];
const web = container('web', [11, 12, 13], { monitor: 10 });
const nested = container('nested', [14]);
const table = tableOf(PROCESSES);
const discovery = discoveryOf(web, nested);

const shape = ({ process, children }: TreeNode): unknown =>
  children.length > 0 ? [process.pid, ...children.map(shape)] : process.pid;
const shapes = (roots: TreeNode[] = []) => roots.map(shape);

describe('containerTrees', () => {
  const trees = containerTrees(table, discovery, [web, nested]);

  it('put what was executed in a container below it, and a nested container by itself', () => {
    expect(trees.map(({ container, roots }) => [container?.name, shapes(roots)])).toEqual([
      ['web', [[11, 12], 13]],
      ['nested', [14]],
    ]);
    expect(trees[0]?.roots.map(({ entry }) => entry)).toEqual(['main', 'exec']);
  });

  it('tell the line of ancestors', () =>
    expect(trees.map(({ chain }) => chain.map(({ pid }) => pid))).toEqual([
      [1, 10],
      [1, 10, 11, 12],
    ]));

  it('tell in which container another was started', () =>
    expect(trees.map(({ within }) => within?.name)).toEqual([undefined, 'web']));

  it('put the main process first, whatever its pid', () => {
    const early = container('web', [11, 12, 13], { pid: 13 });
    const [tree] = containerTrees(table, discoveryOf(early), [early]);
    expect(shapes(tree?.roots)).toEqual([13, [11, 12]]);
  });

  it('leave out containers without a process', () =>
    expect(containerTrees(table, discovery, [container('gone', [])])).toEqual([]));
});

describe('a process of a tree', () => {
  const nodes = new Map<number, TreeNode>();
  walk(machineTree(table, discovery, false).roots, undefined, ({ node }) => void nodes.set(node.process.pid, node));

  it('is marked with the namespaces that are not its parent’s', () => {
    expect([...nodes.values()].map(({ process, differs }) => [process.pid, differs])).toEqual([
      [1, []],
      [10, []],
      [11, ['net', 'pid']],
      [12, []],
      [14, ['pid']],
      [13, ['net', 'pid']],
    ]);
  });

  it('is compared with the host where its parent is gone or is a closed process 1', () => {
    const { ns: _, ...closed } = entry(1, 0);
    const orphans = tableOf([closed, entry(5, 1, { ns: INSIDE }), entry(6, 99, { ns: INSIDE })]);
    const { roots } = machineTree(orphans, discoveryOf(), false);
    expect(roots.map(({ differs }) => differs)).toEqual([[], ['net', 'pid']]);
    expect(roots[0]?.children[0]?.differs).toEqual(['net', 'pid']);
  });

  it('that closed its namespaces differs in none', () => {
    const { ns: _, ...closed } = entry(5, 1);
    expect(processTree(tableOf([entry(1, 0), closed]), discoveryOf(), 5)?.roots[0]?.differs).toEqual([]);
  });

  it('may be an orphan where the container has no pid namespace of its own', () => {
    const shared = [entry(1, 0), entry(20, 1), entry(21, 1)];
    const spc = container('spc', [20, 21]);
    const [tree] = containerTrees(tableOf(shared), discoveryOf(spc), [spc]);
    expect(tree?.roots.map(({ entry }) => entry)).toEqual(['main', 'exec?']);
  });
});

describe('machineTree', () => {
  it('leaves out threads of the kernel unless asked', () => {
    const kernel = tableOf([entry(1, 0), entry(2, 0, { kernelThread: true }), entry(3, 2, { kernelThread: true })]);
    expect(shapes(machineTree(kernel, discoveryOf(), false).roots)).toEqual([1]);
    expect(shapes(machineTree(kernel, discoveryOf(), true).roots)).toEqual([1, [2, 3]]);
  });

  it('takes a younger process for no parent: it got the pid of one that ended', () => {
    const reused = tableOf([entry(1, 0), entry(5, 6, { startTime: 10 }), entry(6, 5, { startTime: 20 })]);
    expect(shapes(machineTree(reused, discoveryOf(), false).roots)).toEqual([1, [5, 6]]);
  });
});

describe('processTree', () => {
  it('goes on through containers', () =>
    expect(shapes(processTree(table, discovery, 10)?.roots)).toEqual([[10, [11, [12, 14]], 13]]));
  it('knows no process there is not', () => expect(processTree(table, discovery, 4)).toBeUndefined());
});

describe('selectedTree', () => {
  it('has just the processes given', () => {
    const some = PROCESSES.filter(({ pid }) => [10, 11, 14].includes(pid));
    expect(shapes(selectedTree(table, discovery, some).roots)).toEqual([[10, 11], 14]);
  });
});

describe('walk', () => {
  it('reaches the end of a chain of 30,000', () => {
    const chain = Array.from({ length: 30_000 }, (_, index) => entry(index + 1, index));
    let deepest = 0;
    walk(machineTree(tableOf(chain), discoveryOf(), false).roots, null, ({ depth }) => {
      deepest = Math.max(deepest, depth);
      return null;
    });
    expect(deepest).toBe(29_999);
  });
});
