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
  const widths = columns.map((_, index) => lines.reduce((most, line) => Math.max(most, line[index]?.length ?? 0), 0));
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
    if (columns[index]?.right) return cell.padStart(widths[index] ?? 0);
    return index === last ? cell : cell.padEnd(widths[index] ?? 0);
  }
  function cut(line: string): string {
    return width === undefined || line.length <= width ? line : `${line.slice(0, Math.max(0, width - 1))}…`;
  }
}
