/** Rows as a table for the screen. */
import { sanitize } from '../sanitize.ts';
import { type Column, cellText } from './columns.ts';

/** One hostile name may not make a table as wide as it likes. */
const MAX_CELL = 60;
const MAX_LAST_CELL = 4096;

/** The heading, then a line a row; every cell is sanitised. `width`: columns of the screen, where lines are cut. */
export function screenTable<Row>(rows: readonly Row[], columns: readonly Column<Row>[], width?: number): string {
  const last = columns.length - 1;
  const max = (index: number) => (index === last ? MAX_LAST_CELL : MAX_CELL);
  const body = rows.map((row) => columns.map((column, index) => sanitize(cellText(row, column), { max: max(index) })));
  const lines = [columns.map(({ header }) => header), ...body];
  const needed = columns.map((_, index) => lines.reduce((most, line) => Math.max(most, line[index]?.length ?? 0), 0));
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

/** What the last column should have room for, and what a shortened one keeps at least. */
const LAST_ROOM = 24;
const LEAST = 8;

/** Widths for a narrow screen: the widest columns of text give way, one by one, until the last column has room, too. */
function fitted<Row>(needed: readonly number[], columns: readonly Column<Row>[], screen: number): number[] {
  const widths = [...needed];
  const last = columns.length - 1;
  const gives = (index: number) =>
    index === last || columns[index]?.right
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
