/** Tables as data: one list of columns drives the screen, `-o`, sorting, filters, --help and JSON. */
import { SpcError } from '../errors.ts';
import { nearest } from '../nearest.ts';

/** What a cell may hold in JSON. */
export type Cell = string | number | boolean | null | Cell[] | { [key: string]: Cell };

/** A column of a table of `Row`s. */
export interface Column<Row> {
  /** Its name in `-o`, `--sort`, `-f` and JSON: camelCase, as `hostPid`. */
  key: string;
  /** Its heading on the screen, upper case. */
  header: string;
  /** One line for --help; with the unit, where there is one. */
  about: string;
  /** For JSON, sorting and filters: plain values in base units (bytes, ns, host pids); null when unknown. */
  value(row: Row): Cell;
  /** For the screen; else made from `value`. Need not be sanitised. */
  text?(row: Row): string;
  /** Flush right: numbers. */
  right?: boolean;
  /** Never shortened: other commands want it as it is. */
  whole?: boolean;
  /** Left out on a screen that is too narrow for all, unless it was asked for. */
  spare?: boolean;
  /** Dear to read: in data, too, only when it is asked for. */
  onDemand?: boolean;
}

/** The columns by these names, in this order. Throws `usage` naming the nearest that exist. */
export function pickColumns<Row>(all: readonly Column<Row>[], names: readonly string[]): Column<Row>[] {
  return names.map((name) => findColumn(all, name));
}

/** A column by its name, in whatever case. Throws `usage`. */
export function findColumn<Row>(all: readonly Column<Row>[], name: string): Column<Row> {
  const wanted = name.trim().toLowerCase();
  const column = all.find(({ key, header }) => key.toLowerCase() === wanted || header.toLowerCase() === wanted);
  if (column) return column;
  const keys = all.map(({ key }) => key);
  const close = nearest(wanted, keys);
  throw new SpcError(
    'usage',
    `there is no column '${name}'`,
    '',
    `one of: ${(close.length ? close : keys).join(', ')}`,
  );
}

/** A row as an object: what JSON shows. */
export function rowData<Row>(row: Row, columns: readonly Column<Row>[]): Record<string, Cell> {
  return Object.fromEntries(columns.map((column) => [column.key, column.value(row)]));
}

/** A cell as the screen shows it, not yet sanitised. */
export function cellText<Row>(row: Row, column: Column<Row>): string {
  return column.text ? column.text(row) : plain(column.value(row));
}

function plain(cell: Cell): string {
  if (cell === null || cell === '') return '-';
  if (Array.isArray(cell)) return cell.length === 0 ? '-' : cell.map(plain).join(',');
  return typeof cell === 'object' ? JSON.stringify(cell) : String(cell);
}

/**
 * The list of columns for --help; those shown by default are marked. `of`: of which table, where a command has several; `uses`:
 * which options take them.
 */
export function columnsHelp<Row>(
  all: readonly Column<Row>[],
  defaults: readonly string[],
  of = '',
  uses = '-o, --sort and -f',
): string {
  const width = Math.max(...all.map(({ key }) => key.length));
  const lines = all.map(({ key, about }) => `  ${defaults.includes(key) ? '*' : ' '} ${key.padEnd(width)}  ${about}`);
  return [`Columns${of && ` of ${of}`} (for ${uses}; * is shown by default):`, ...lines].join('\n');
}
