/** Trees for the screen. */
import type { FoundContainer } from '../../containers/types.ts';
import { commandOf } from '../../processes/row.ts';
import type { ProcessEntry } from '../../processes/types.ts';
import { sanitize } from '../../sanitize.ts';
import type { ProcessTree, TreeNode } from './types.ts';
import { type Step, walk } from './walk.ts';

/** The strokes a tree is drawn with. */
export interface Strokes {
  branch: string;
  last: string;
  pass: string;
  none: string;
  below: string;
  cut: string;
}

export const BOX: Strokes = { branch: '├─ ', last: '└─ ', pass: '│  ', none: '   ', below: ' › ', cut: '…' };
export const ASCII: Strokes = { branch: '|- ', last: '`- ', pass: '|  ', none: '   ', below: ' > ', cut: '>' };

/** Deeper levels are not indented further: they say how deep they are. */
const MAX_INDENT = 24;
const MAX_NAME = 60;
const MAX_COMMAND = 4096;
/** Of a long line of ancestors the ends are shown. */
const MAX_CHAIN = 6;

/** The trees as lines, sanitised; `width`: columns of the screen, where they are cut. */
export function drawTrees(trees: readonly ProcessTree[], strokes: Strokes, width?: number): string {
  const cut = (line: string) => (width === undefined || line.length <= width ? line : cutAt(line, width, strokes.cut));
  return trees
    .flatMap((tree) => drawTree(tree, strokes))
    .map(cut)
    .join('\n');
}

const cutAt = (line: string, width: number, mark: string) => line.slice(0, Math.max(0, width - mark.length)) + mark;

function drawTree({ container, within, chain, roots }: ProcessTree, strokes: Strokes): string[] {
  const lines = container ? [heading(container, within)] : [];
  if (chain.length > 0) lines.push(`${container ? strokes.last : ''}${chainText(chain, strokes)}`);
  const above = lines.length > 0 ? strokes.none.repeat(lines.length - 1) : undefined;
  walk(roots, above, (step) => {
    lines.push(drawNode(step, strokes, container, chain.at(-1)));
    return indentBelow(step, strokes);
  });
  return lines;
}

/** A node on its way down a tree: `above` is how those above it are drawn, undefined for roots that hang on nothing. */
export type Drawn = Step<string | undefined>;

/** What its children get as `above`. */
export function indentBelow({ above, last, depth }: Drawn, { pass, none }: Strokes): string {
  if (above === undefined) return '';
  return depth < MAX_INDENT ? above + (last ? none : pass) : above;
}

function drawNode(
  step: Drawn,
  strokes: Strokes,
  within: FoundContainer | undefined,
  monitor: ProcessEntry | undefined,
): string {
  const { node } = step;
  const words = [pids(node), label(node, within), ...marks(node, monitor), command(node.process)];
  return `${strokeOf(step, strokes)}${words.filter(Boolean).join(' ')}`;
}

/** What stands before a node. */
export function strokeOf({ above, last, depth }: Drawn, strokes: Strokes): string {
  const stroke = above === undefined ? '' : above + (last ? strokes.last : strokes.branch);
  return depth > MAX_INDENT ? `${stroke}(level ${depth}) ` : stroke;
}

function pids({ process: { pid, nsPids = [] } }: TreeNode): string {
  return nsPids.length > 1 ? `${pid} (${nsPids.slice(1).join(' ')})` : `${pid}`;
}

/** The container's name where it begins, unless it stands above already. */
function label({ container, entry }: TreeNode, within: FoundContainer | undefined): string {
  return container && entry && container !== within ? `[${title(container)}]` : '';
}

function marks({ entry, differs, parent }: TreeNode, monitor: ProcessEntry | undefined): string[] {
  const how = entry === undefined || entry === 'main' ? [] : [entry];
  const by = how.length > 0 && parent && monitor && parent !== monitor ? [`by ${short(parent)}`] : [];
  return [...how, ...by, ...differs.map((type) => `+${type}`)];
}

const command = (process: ProcessEntry) => sanitize(commandOf(process), { max: MAX_COMMAND });

function heading(container: FoundContainer, within: FoundContainer | undefined): string {
  const paused = container.status === 'running' ? '' : ` ${container.status}`;
  const where = within ? ` in ${sanitize(within.name, { max: MAX_NAME })}` : '';
  return `${title(container)}${where}${paused} ${sanitize(container.image, { max: MAX_NAME })}`.trimEnd();
}

const title = ({ name, engine, kind }: FoundContainer) =>
  `${sanitize(name, { max: MAX_NAME })} (${engine}, ${kind === 'spc' ? 'SPC' : kind})`;

function chainText(chain: readonly ProcessEntry[], { below, cut }: Strokes): string {
  const names = chain.map(short);
  const shown =
    names.length > MAX_CHAIN
      ? [names[0], `${cut}${names.length - MAX_CHAIN} more`, ...names.slice(1 - MAX_CHAIN)]
      : names;
  return shown.join(below);
}

const short = ({ pid, comm }: ProcessEntry) => `${pid} ${sanitize(comm, { max: MAX_NAME })}`;
