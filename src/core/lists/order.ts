/** Sorting and filtering the rows of a table by its columns. */
import { SpcError } from '../errors.ts';
import { globMatch } from '../glob.ts';
import { type Cell, type Column, findColumn } from './columns.ts';

/** Rows in the order of a column; `-name` turns it round. Equal rows stay as they were; unknown values come last. Throws `usage`. */
export function sortRows<Row>(rows: readonly Row[], columns: readonly Column<Row>[], sort: string): Row[] {
  const down = sort.startsWith('-');
  const column = findColumn(columns, down ? sort.slice(1) : sort);
  const keyed = rows.map((row) => ({ row, value: column.value(row) }));
  return keyed.toSorted((a, b) => compare(a.value, b.value, down)).map(({ row }) => row);
}

function compare(a: Cell, b: Cell, down: boolean): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  const order = typeof a === 'number' && typeof b === 'number' ? a - b : compareText(asText(a), asText(b));
  return down ? -order : order;
}

const compareText = (a: string, b: string) => (a < b ? -1 : Number(a > b));

/** `key=value` and `key!=value` (`*` stands for anything), `key>n`, `key<n`, `key>=n`, `key<=n`. */
const FILTER = /^([A-Za-z][^!=<>]*)(!=|>=|<=|=|>|<)(.*)$/s;

type Test = (cell: Cell, wanted: string) => boolean;

const TESTS: Record<string, Test> = {
  '=': (cell, wanted) => matches(cell, wanted),
  '!=': (cell, wanted) => !matches(cell, wanted),
  '>': (cell, wanted) => typeof cell === 'number' && cell > Number(wanted),
  '<': (cell, wanted) => typeof cell === 'number' && cell < Number(wanted),
  '>=': (cell, wanted) => typeof cell === 'number' && cell >= Number(wanted),
  '<=': (cell, wanted) => typeof cell === 'number' && cell <= Number(wanted),
};

/** The rows that pass every filter; those of one column with `=` are alternatives, as docker's are. Throws `usage`. */
export function filterRows<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  filters: readonly string[],
): Row[] {
  const tests = groupAlternatives(filters.map((filter) => parseFilter(columns, filter)));
  return rows.filter((row) => tests.every((alternatives) => alternatives.some((passes) => passes(row))));
}

interface Filter<Row> {
  /** Filters of one group are alternatives. */
  group: string;
  passes(row: Row): boolean;
}

function groupAlternatives<Row>(filters: Filter<Row>[]): ((row: Row) => boolean)[][] {
  return [...Map.groupBy(filters, ({ group }) => group).values()].map((group) => group.map(({ passes }) => passes));
}

function parseFilter<Row>(columns: readonly Column<Row>[], filter: string): Filter<Row> {
  const [, name = '', operator = '', wanted = ''] = FILTER.exec(filter) ?? [];
  const test = TESTS[operator];
  if (!test)
    throw new SpcError('usage', `'${filter}' is no filter`, '', 'as in engine=podman, name!=web*, memory>1000000');
  if (/[<>]/.test(operator) && !/^-?\d+(\.\d+)?$/.test(wanted))
    throw new SpcError(
      'usage',
      `'${filter}' compares with no number`,
      '',
      'as in memory>1000000, in the unit --help names',
    );
  const column = findColumn(columns, name);
  const group = operator === '=' ? column.key : filter;
  return { group, passes: (row) => test(column.value(row), wanted) };
}

/** A list matches when one of its parts does; what is unknown matches only `key=`. */
function matches(cell: Cell, wanted: string): boolean {
  if (cell === null) return wanted === '';
  if (Array.isArray(cell)) return cell.some((part) => matches(part, wanted));
  return globMatch(wanted.toLowerCase(), asText(cell).toLowerCase());
}

function asText(cell: Cell): string {
  if (cell === null) return '';
  return typeof cell === 'object' ? JSON.stringify(cell) : String(cell);
}
