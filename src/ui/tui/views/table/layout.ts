/** Which columns there is room for, where they are, and how wide. */
import type { ListAnswer, ListColumn } from '../../../../core/wire/types.ts';
import { widthOf } from '../../text.ts';

export interface Placed {
  column: ListColumn;
  /** Which of the answer's. */
  at: number;
  /** Cells from the left. */
  x: number;
  width: number;
}

/** Before the first column. */
export const MARGIN = 1;
const GAP = 2;
/** However long its cells are, a column is no wider, but the last; and when there is little room. */
const MAX_WIDTH = 40;
const SHRUNK = 12;
/** What the last column needs of what it would like: before spare ones go for it, and before others are cut. */
const LAST_BEFORE_SPARE = 24;
const LEAST_LAST = 12;

type Sized = Omit<Placed, 'x'>;

const sizes = new WeakMap<ListAnswer, Sized[]>();
const layouts = new WeakMap<ListAnswer, { room: number; placed: readonly Placed[] }>();

/** The columns for a screen `room` cells wide; the same ones for the same answer and room. */
export function layout(answer: ListAnswer, room: number): readonly Placed[] {
  const known = layouts.get(answer);
  if (known?.room === room) return known.placed;
  const placed = place(fitted(sized(answer), room - MARGIN), room);
  layouts.set(answer, { room, placed });
  return placed;
}

/** As wide as their cells and headings. */
function sized(answer: ListAnswer): Sized[] {
  const known = sizes.get(answer);
  if (known) return known;
  const widths = answer.columns.map(({ header }) => header.length);
  for (const { cells } of answer.rows)
    for (const [at, cell] of cells.entries()) widths[at] = Math.max(widths[at] ?? 0, widthOf(cell));
  const last = answer.columns.length - 1;
  const all = answer.columns.map((column, at) => {
    const width = widths[at] ?? 0;
    return { column, at, width: column.whole || at === last ? width : Math.min(MAX_WIDTH, width) };
  });
  sizes.set(answer, all);
  return all;
}

/** Spare columns go, the rearmost first; then texts are cut, a cell at a time, the widest first. */
function fitted(columns: Sized[], room: number): Sized[] {
  const spare = columns.findLast(({ column }) => column.spare);
  if (spare && needed(columns, LAST_BEFORE_SPARE) > room)
    return fitted(
      columns.filter((each) => each !== spare),
      room,
    );
  const cut = columns.map((each) => ({ ...each }));
  for (let over = needed(cut, LEAST_LAST) - room; over > 0; over--) {
    const widest = cut
      .slice(0, -1)
      .filter(isCuttable)
      .toSorted((a, b) => claim(b, cut) - claim(a, cut))[0];
    if (!widest) break;
    widest.width--;
  }
  return cut;
}

const isCuttable = ({ column, width }: Sized) => !column.right && !column.whole && width > SHRUNK;

/** By the first column a row is known: it keeps more than the others. */
const claim = (each: Sized, columns: readonly Sized[]) => (each === columns[0] ? each.width / 2 : each.width);

/** Cells that are needed; the last column makes do with less. */
function needed(columns: readonly Sized[], leastLast: number): number {
  const last = columns.at(-1)?.width ?? 0;
  const others = columns.slice(0, -1).reduce((sum, { width }) => sum + width + GAP, 0);
  return others + Math.min(last, leastLast);
}

/** The last one has what is left. */
function place(columns: readonly Sized[], room: number): Placed[] {
  let x = MARGIN;
  return columns.map((each, index) => {
    const placed = { ...each, x, width: index === columns.length - 1 ? Math.max(0, room - x) : each.width };
    x += each.width + GAP;
    return placed;
  });
}

/** The column a cell of the screen belongs to; undefined: none. */
export const columnAt = (columns: readonly Placed[], x: number): Placed | undefined =>
  columns.findLast((each) => each.x <= x);
