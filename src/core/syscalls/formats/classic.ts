/**
 * The table of the classic `syscalltimes` script, for what parses it: the same titles, widths and order of columns. A figure
 * that is not known is 0 there, as the script had no other word for it.
 */
import type { TimingRow } from '../types.ts';

const WIDTHS = [22, 10, 12, 12, 12, 12] as const;
const TITLES = ['System Call', 'Count', 'Total ns', 'Avg ns', 'Min ns', 'Max ns'] as const;

/** The title between blank lines, such as `Times for all processes (unfiltered):`, the heading and a line a row. */
export function classicTable(title: string, rows: readonly TimingRow[]): string {
  const cells = rows.map(({ syscall, count, total, min, max }) => [
    syscall,
    count,
    total,
    count > 0 ? Math.trunc(total / count) : 0,
    min ?? 0,
    max ?? 0,
  ]);
  return ['', title, '', ...[TITLES, ...cells].map(line)].map((text) => `${text}\n`).join('');
}

const line = (cells: readonly (string | number)[]) =>
  cells.map((cell, index) => String(cell).padStart(WIDTHS[index] ?? 0)).join(' ');
