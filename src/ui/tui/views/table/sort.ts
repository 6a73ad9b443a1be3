/** By which column a table is sorted. */
import type { ListColumn } from '../../../../core/wire/types.ts';
import type { TableState } from '../../state.ts';

/** As a request has it: numbers begin with the largest. */
export const sortedBy = ({ key, right }: ListColumn): string => (right ? `-${key}` : key);

/** The column a table is sorted by, and how; undefined: it is in the order it was read. */
export function sortOf({
  request: { sort, tree },
}: Pick<TableState, 'request'>): { key: string; falling: boolean } | undefined {
  if (sort === undefined || tree) return undefined;
  return { key: sort.replace(/^-/, ''), falling: sort.startsWith('-') };
}

/** By the column next to the one it is sorted by; beyond the ends is the order it was read in. */
export function otherSort(table: Pick<TableState, 'request' | 'answer'>, by: 1 | -1): string | undefined {
  const columns = table.answer?.columns ?? [];
  const at = columns.findIndex(({ key }) => key === sortOf(table)?.key);
  const count = columns.length + 1; // -1 is one, too
  const column = columns[((at + 1 + by + count) % count) - 1];
  return column && sortedBy(column);
}

/** The other way round; by the first column where it is not sorted. */
export function reversed(table: Pick<TableState, 'request' | 'answer'>): string | undefined {
  const sort = sortOf(table);
  if (sort) return sort.falling ? sort.key : `-${sort.key}`;
  const [first] = table.answer?.columns ?? [];
  return first && `-${first.key}`;
}
