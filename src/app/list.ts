/** A table as a use-case: read, filter, sort, show; once, or again and again. */
import { type Column, pickColumns, rowData } from '../core/lists/columns.ts';
import { filterRows, sortRows } from '../core/lists/order.ts';
import { screenTable, sparedColumns } from '../core/lists/screen.ts';
import { sanitize } from '../core/sanitize.ts';
import type { UseCase } from '../core/types.ts';

/** What the user chose of a table. */
export interface ListOptions {
  /** Names of columns; undefined: those shown by default on the screen, all but the dear ones in JSON. */
  columns?: string[] | undefined;
  filters: string[];
  /** A column's name, `-name` for falling; undefined: as read. */
  sort?: string | undefined;
  /** Seconds between refreshes; undefined: once. */
  watch?: number | undefined;
}

/** What was read: rows, and what could not be. */
export interface Reading<Row> {
  rows: Row[];
  /** One line each; shown as warnings, once. */
  gaps: string[];
}

/** A table: where its rows come from and how they look. */
export interface List<Row> {
  columns: readonly Column<Row>[];
  defaults: readonly string[];
  read(): Reading<Row> | Promise<Reading<Row>>;
}

/** Waits so many milliseconds. */
export type Pause = (ms: number) => Promise<unknown>;

/** Shows the table. Throws `usage` for a column or filter there is not, before anything is read. */
export async function* showList<Row>(list: List<Row>, options: ListOptions, pause: Pause): UseCase {
  const { columns } = list;
  const onScreen = pickColumns(columns, options.columns ?? list.defaults);
  const inData = options.columns ? onScreen : columns.filter(({ onDemand }) => !onDemand);
  filterRows([], columns, options.filters);
  if (options.sort) sortRows([], columns, options.sort);
  const told = new Set<string>();
  for (;;) {
    const { rows, gaps } = await list.read();
    for (const text of gaps.filter((gap) => !told.has(gap))) {
      told.add(text);
      yield { kind: 'warning', text: sanitize(text) };
    }
    const kept = filterRows(rows, columns, options.filters);
    const sorted = options.sort ? sortRows(kept, columns, options.sort) : kept;
    yield {
      kind: 'rows',
      table: (width) => screenTable(sorted, options.columns ? onScreen : sparedColumns(sorted, onScreen, width), width),
      data: sorted.map((row) => rowData(row, inData)),
      again: options.watch !== undefined,
    };
    if (options.watch === undefined) return 0;
    await pause(options.watch * 1000);
  }
}
