/** A table as the terminal UI gets it: text that is safe to draw, and no more of it than an eye can use. */
import { type Column, cellText, pickColumns } from '../lists/columns.ts';
import { sortRows } from '../lists/order.ts';
import { sanitize } from '../sanitize.ts';
import type { ListAnswer, ListColumn, ListRow } from './types.ts';

/** What a row is, beside what it shows. */
export type Identity = Omit<ListRow, 'cells'>;

/** How a table is sent. */
export interface Shape<Row> {
  columns: readonly Column<Row>[];
  /** Keys of those that are sent, in their order. */
  shown: readonly string[];
  /** Of these, those that a narrow screen leaves out, beside what the columns say of themselves. */
  spare?: readonly string[];
  identify(row: Row): Identity;
}

/** What was read. */
export interface Rows<Row> {
  rows: readonly Row[];
  gaps: readonly string[];
}

/** UTF-16 units of a cell. The last column has the command line: it may fill a wide screen, unless there are very many. */
const MAX_CELL = 60;
const MAX_WHOLE = 512;
const LEAST_LAST = 120;
const MAX_LAST = 1000;
/** Of all last cells together. */
const LAST_BUDGET = 600_000;
const MAX_GAPS = 50;
const MAX_GAP = 500;
/** Nobody reads an id: it only has to stay the same. */
const MAX_ID = 200;

/** `sort`: a column's key, `-key` for falling; undefined: as read. Throws `usage` for a column there is not. */
export function listAnswer<Row>({ rows, gaps }: Rows<Row>, shape: Shape<Row>, sort?: string): ListAnswer {
  const { columns, shown, spare = [], identify } = shape;
  const chosen = pickColumns(columns, shown);
  const sorted = sort ? sortRows(rows, columns, sort) : rows;
  const limits = chosen.map((column, at) => limitOf(column, at === chosen.length - 1, rows.length));
  return {
    columns: chosen.map((column) => wireColumn(column, spare)),
    rows: sorted.map((row) => {
      const { id, ...rest } = identify(row);
      const cells = chosen.map((column, at) => sanitize(cellText(row, column), { max: limits[at] ?? MAX_CELL }));
      return { id: shortId(id), cells, ...rest };
    }),
    gaps: wireGaps(gaps),
  };
}

function limitOf({ whole }: Column<never>, isLast: boolean, rows: number): number {
  if (isLast) return Math.min(MAX_LAST, Math.max(LEAST_LAST, Math.floor(LAST_BUDGET / rows)));
  return whole ? MAX_WHOLE : MAX_CELL;
}

function wireColumn<Row>(column: Column<Row>, spare: readonly string[]): ListColumn {
  const { key, header, about, right = false, whole = false } = column;
  return { key, header, about, right, whole, spare: column.spare === true || spare.includes(key) };
}

/** Lines a person can read: each once, sanitised. */
export function wireGaps(gaps: readonly string[]): string[] {
  const lines = [...new Set(gaps)];
  const more = lines.length - MAX_GAPS;
  const told = lines.slice(0, MAX_GAPS).map((gap) => sanitize(gap, { max: MAX_GAP }));
  return more > 0 ? [...told, `and ${more} more`] : told;
}

/** Of printable ASCII, should it ever be drawn. */
function shortId(raw: string): string {
  const id = raw.replace(/[^\x20-\x5b\x5d-\x7e]/g, (unit) => `\\${unit.charCodeAt(0).toString(16)}.`);
  return id.length <= MAX_ID ? id : `${id.slice(0, MAX_ID - 50)}…${id.length}…${id.slice(-30)}`;
}
