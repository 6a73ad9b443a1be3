/** A table as CSV (RFC 4180): its columns, plain values in base units. */

import { sanitize } from '../sanitize.ts';
import type { Cell, Column } from './columns.ts';

/** A heading and a line a row, each ended by CRLF. A cell that a spreadsheet would take for a formula is made text. */
export function csv<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string {
  const lines = [columns.map(({ key }) => key), ...rows.map((row) => columns.map((column) => column.value(row)))];
  return lines.map((line) => `${line.map(csvCell).join(',')}\r\n`).join('');
}

const MAX_CELL = 65_536;

/**
 * Numbers as they are. Text acts on no terminal, and starts no formula (=, +, -, @, also in full width), whether the
 * spreadsheet parts cells at commas or, as in half of Europe, at semicolons.
 */
export function csvCell(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number' || typeof cell === 'boolean') return String(cell);
  const text = sanitize(typeof cell === 'string' ? cell : JSON.stringify(cell), { max: MAX_CELL });
  const safe = text.replace(/(^|;)(?=\s*[=+\-@\uff1d\uff0b\uff0d\uff20])/g, "$1'");
  return /[",\r\n]/.test(safe) || safe !== text ? `"${safe.replaceAll('"', '""')}"` : safe;
}
