/** Lists that the terminal UI reads again and again. */
import { type Identity, listAnswer } from '../../core/wire/answer.ts';
import type { ListAnswer } from '../../core/wire/types.ts';
import type { List } from '../list.ts';

/** A table whose rows can be told from one reading to the next. */
export interface Browsed<Row> extends List<Row> {
  /** Columns that a narrow screen leaves out, beside those that say so themselves. */
  spare?: readonly string[];
  /** Of a row of the last reading. */
  identify(row: Row): Identity;
  /** The rows are in the order of a tree, and stay so. */
  ordered?: boolean;
}

/** CPU use is told of so long a time at least, however soon a list is read again. */
export const STEADY_MS = 1000;

/** Reads a list once more; `sort` is a column's key, `-key` for falling. Rejects as the list's `read`, and with `usage`. */
export type Browser = (sort?: string) => Promise<ListAnswer>;

/** A list as it is sent: its default columns. */
export function browser<Row>(list: Browsed<Row>): Browser {
  const shape = { ...list, shown: list.defaults };
  return async (sort) => listAnswer(await list.read(), shape, list.ordered ? undefined : sort);
}
