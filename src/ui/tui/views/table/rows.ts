/** The rows that a table shows. */
import { LIST_NAMES, type ListAnswer, type ListName, type ListRow } from '../../../../core/wire/types.ts';
import type { TableState, ViewName } from '../../state.ts';

/** The list a view shows; undefined: it shows none. */
export const listName = (view: ViewName): ListName | undefined => LIST_NAMES.find((name) => name === view);

/** The last filtering of each answer: rows are asked for several times a key. */
const filtered = new WeakMap<ListAnswer, { filter: string; rows: readonly ListRow[] }>();

/** Those of its answer that its filter lets through. */
export function shownRows({ answer, filter }: Pick<TableState, 'answer' | 'filter'>): readonly ListRow[] {
  if (!answer) return [];
  if (filter === '') return answer.rows;
  const known = filtered.get(answer);
  if (known?.filter === filter) return known.rows;
  const rows = answer.rows.filter(rowFilter(filter));
  filtered.set(answer, { filter, rows });
  return rows;
}

/** Of text only: a regular expression may take for ever on what strangers have written. */
function rowFilter(filter: string): (row: ListRow) => boolean {
  const isNot = filter.startsWith('!');
  const wanted = (isNot ? filter.slice(1) : filter).toLowerCase();
  if (wanted === '') return () => true;
  return ({ cells }) => cells.some((cell) => cell.toLowerCase().includes(wanted)) !== isNot;
}

/** The row the cursor is on. */
export const selectedRow = (table: TableState): ListRow | undefined => shownRows(table)[table.cursor];
