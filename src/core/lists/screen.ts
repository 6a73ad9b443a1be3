/** Rows as a table for the screen. */
import { sanitize } from '../sanitize.ts';
import { type Column, cellText } from './columns.ts';

/** One hostile name may not make a table as wide as it likes. */
const MAX_CELL = 60;
const MAX_LAST_CELL = 4096;

/** The heading, then a line a row; every cell is sanitised. `width`: columns of the screen, where lines are cut. */
export function screenTable<Row>(rows: readonly Row[], columns: readonly Column<Row>[], width?: number): string {
  const last = columns.length - 1;
  const lines = cells(rows, columns);
  const needed = neededWidths(lines, columns);
  const widths = width === undefined ? needed : fitted(needed, columns, width);
  return lines
    .map((line) =>
      cut(
        line
          .map((cell, index) => pad(cell, index))
          .join('  ')
          .trimEnd(),
      ),
    )
    .join('\n');

  function pad(cell: string, index: number): string {
    const room = widths[index] ?? 0;
    if (columns[index]?.right) return cell.padStart(room);
    if (index === last) return cell;
    return cell.length > room ? `${cell.slice(0, room - 1)}…` : cell.padEnd(room);
  }
  function cut(line: string): string {
    return width === undefined || line.length <= width ? line : `${line.slice(0, Math.max(0, width - 1))}…`;
  }
}

/** The heading and the rows, sanitised. */
function cells<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string[][] {
  const max = columns.map(({ whole }, at) => (whole || at === columns.length - 1 ? MAX_LAST_CELL : MAX_CELL));
  const body = rows.map((row) =>
    columns.map((column, at) => sanitize(cellText(row, column), { max: max[at] ?? MAX_CELL })),
  );
  return [columns.map(({ header }) => header), ...body];
}

const neededWidths = (lines: string[][], columns: readonly unknown[]) =>
  columns.map((_, index) => lines.reduce((most, line) => Math.max(most, line[index]?.length ?? 0), 0));

/** A column of text that is shortened to less says little. */
const FAIR = 16;

/** The columns a screen has fair room for: of those that can be spared, the first go first. */
export function sparedColumns<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  width: number | undefined,
): readonly Column<Row>[] {
  if (width === undefined) return columns;
  const needed = neededWidths(cells(rows, columns), columns);
  const fair = columns.map(({ right, whole }, at) =>
    right || whole ? (needed[at] ?? 0) : Math.min(needed[at] ?? 0, FAIR),
  );
  let total = fair.reduce((sum, each) => sum + each + 2, -2);
  return columns.filter(({ spare }, at) => {
    const isLeftOut = spare && total > width;
    if (isLeftOut) total -= (fair[at] ?? 0) + 2;
    return !isLeftOut;
  });
}

/** What the last column should have room for, and what a shortened one keeps at least. */
const LAST_ROOM = 24;
const LEAST = 8;

/** Widths for a narrow screen: the widest columns of text give way, one by one, until the last column has room, too. */
function fitted<Row>(needed: readonly number[], columns: readonly Column<Row>[], screen: number): number[] {
  const widths = [...needed];
  const last = columns.length - 1;
  const gives = (index: number) =>
    index === last || columns[index]?.right || columns[index]?.whole
      ? 0
      : (widths[index] ?? 0) - Math.max(LEAST, columns[index]?.header.length ?? 0);
  const total = () =>
    widths.reduce((sum, each, index) => sum + (index === last ? Math.min(each, LAST_ROOM) : each + 2), 0);
  for (let over = total() - screen; over > 0; over = total() - screen) {
    const widest = columns.map((_, index) => index).toSorted((a, b) => gives(b) - gives(a))[0] ?? last;
    if (gives(widest) <= 0) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return widths;
}
