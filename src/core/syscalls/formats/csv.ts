/** A timing report as CSV (RFC 4180): the columns of the table, plain numbers, nanoseconds. */
import type { Cell, Column } from '../../lists/columns.ts';
import { sanitize } from '../../sanitize.ts';

/** A heading and a line a row, each ended by CRLF. A cell that a spreadsheet would take for a formula is made text. */
export function csv<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string {
  const lines = [columns.map(({ key }) => key), ...rows.map((row) => columns.map((column) => column.value(row)))];
  return lines.map((line) => `${line.map(csvCell).join(',')}\r\n`).join('');
}

const MAX_CELL = 65_536;

/** Numbers as they are; text neither begins with what starts a formula (=, +, -, @) nor acts on a terminal. */
export function csvCell(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number' || typeof cell === 'boolean') return String(cell);
  const text = sanitize(typeof cell === 'string' ? cell : JSON.stringify(cell), { max: MAX_CELL });
  const safe = /^\s*[=+\-@]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) || safe !== text ? `"${safe.replaceAll('"', '""')}"` : safe;
}
