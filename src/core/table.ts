/** Plain columns for a terminal. */
import { sanitize } from './sanitize.ts';

/** Rows as lines: each column as wide as its widest cell, the last left open; every cell is sanitised. */
export function table(rows: readonly (readonly string[])[]): string {
  const clean = rows.map((row) => row.map((cell) => sanitize(cell)));
  const widths = (clean[0] ?? []).map((_, column) => Math.max(...clean.map((row) => row[column]?.length ?? 0)));
  return clean.map((row) => tableLine(row, widths)).join('\n');
}

function tableLine(row: string[], widths: number[]): string {
  const cells = row.map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0)));
  return cells.join('  ').trimEnd();
}
