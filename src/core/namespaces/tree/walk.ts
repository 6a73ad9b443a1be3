/** Going through trees without recursion. */
import type { TreeNode } from './types.ts';

/** What was reached on the way. */
export interface Step<T> {
  node: TreeNode;
  /** What `visit` made of the node above; of a root: what was given. */
  above: T;
  /** 0 for a root. */
  depth: number;
  /** No sibling follows. */
  last: boolean;
}

/** Visits nodes from top to bottom, each before its children. `visit` returns what its children get as `above`. */
export function walk<T>(roots: readonly TreeNode[], above: T, visit: (step: Step<T>) => T): void {
  const waiting: Step<T>[] = [];
  push(waiting, roots, above, 0);
  for (let step = waiting.pop(); step; step = waiting.pop())
    push(waiting, step.node.children, visit(step), step.depth + 1);
}

/** The first is to be taken first, so it is put on top. */
function push<T>(waiting: Step<T>[], nodes: readonly TreeNode[], above: T, depth: number): void {
  for (let index = nodes.length - 1; index >= 0; index--) {
    const node = nodes[index];
    if (node) waiting.push({ node, above, depth, last: index === nodes.length - 1 });
  }
}
