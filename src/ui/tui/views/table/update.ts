/** Tables that are browsed: the cursor, what is in sight, what is asked for. */
import type { ListName, ListRequest } from '../../../../core/wire/types.ts';
import { viewArea } from '../../geometry.ts';
import type { Intent } from '../../keys.ts';
import type { UiMsg } from '../../msg.ts';
import { prompt } from '../../places.ts';
import type { State, Step, TableState } from '../../state.ts';
import { still } from '../../view.ts';
import { act } from './actions.ts';
import { columnAt, layout } from './layout.ts';
import { rowMenu } from './menu.ts';
import { listName, selectedRow, shownRows } from './rows.ts';
import { otherSort, reversed, sortedBy } from './sort.ts';

/** Above the rows: the line of what is shown, and the headings. */
export const HEAD_ROWS = 2;

/** Rows in sight. */
export const tableHeight = (state: State): number => Math.max(1, viewArea(state).height - HEAD_ROWS);

/** Of the time from one reading to the next, so much may be spent reading; but no reading is older than the ticks say. */
const BUSY = 0.02;
const TICK_MS = 2000;
const MOST_REST = 4;

/** An answer came, or none. What was asked before something else was wanted is nothing any more. */
export function takeList(state: State, msg: Extract<UiMsg, { kind: 'listed' | 'list-failed' }>): Step {
  const { list } = msg.request;
  const before = state.tables[list];
  if (before.request !== msg.request) return still(state);
  const table = { ...before, asked: false };
  const next =
    msg.kind === 'listed'
      ? { ...table, answer: msg.answer, error: null, rest: restAfter(msg.took) }
      : { ...table, error: msg.error, rest: MOST_REST };
  return still(withTable(state, list, follow(next, tableHeight(state))));
}

const restAfter = (took: number) => Math.min(MOST_REST, Math.max(0, Math.ceil(took / BUSY / TICK_MS) - 1));

/** The cursor on the row it was on, wherever that is now. */
function follow(table: TableState, height: number): TableState {
  const rows = shownRows(table);
  const at = rows.findIndex(({ id }) => id === table.selected);
  const cursor = at >= 0 ? at : table.cursor;
  // as far from the top as it was, so that nothing but the row's neighbours moves
  return moved({ ...table, top: Math.max(0, table.top + cursor - table.cursor) }, cursor, height);
}

function moved(table: TableState, to: number, height: number): TableState {
  const rows = shownRows(table);
  const cursor = Math.max(0, Math.min(to, rows.length - 1));
  const lastTop = Math.max(0, rows.length - height);
  const top = Math.max(cursor - height + 1, Math.min(table.top, cursor, lastTop));
  return { ...table, cursor, top, selected: rows[cursor]?.id ?? '' };
}

/** A state with another table. */
export const withTable = (state: State, list: ListName, table: TableState): State => ({
  ...state,
  tables: { ...state.tables, [list]: table },
});

/** Some time has passed: what is in sight is read again, unless that is under way, or costs too much. */
export function tickTable(state: State, list: ListName): Step {
  const table = state.tables[list];
  if (table.asked) return still(state);
  if (table.answer && table.rest > 0) return still(withTable(state, list, { ...table, rest: table.rest - 1 }));
  return ask(state, list, table);
}

/** Asks for something else of a list, at once. */
const request = (state: State, list: ListName, change: Partial<ListRequest>): Step =>
  ask(state, list, { ...state.tables[list], request: { ...state.tables[list].request, ...change } });

const ask = (state: State, list: ListName, table: TableState): Step => ({
  state: withTable(state, list, { ...table, asked: true }),
  effects: [{ do: 'list', list }],
});

type Meaning = (state: State, list: ListName, key: string) => Step;

const moves =
  (to: (table: TableState, height: number) => number): Meaning =>
  (state, list) => {
    const table = state.tables[list];
    const height = tableHeight(state);
    return still(withTable(state, list, moved(table, to(table, height), height)));
  };

const MEANINGS: Partial<Record<Intent, Meaning>> = {
  down: moves(({ cursor }) => cursor + 1),
  up: moves(({ cursor }) => cursor - 1),
  'page-down': moves(({ cursor }, height) => cursor + height),
  'page-up': moves(({ cursor }, height) => cursor - height),
  first: moves(() => 0),
  last: moves(() => Number.MAX_SAFE_INTEGER),
  again: (state, list) => request(state, list, {}),
  filter: (state, list) => still(prompt(state, 'filter', '/', state.tables[list].filter)),
  menu: (state, list) => still(rowMenu(state, list, selectedRow(state.tables[list]))),
  sort: (state, list, key) => sortBy(state, list, otherSort(state.tables[list], key === '>' ? 1 : -1)),
  reverse: (state, list) => sortBy(state, list, reversed(state.tables[list])),
  tree: (state, list) => request(state, list, { tree: !state.tables[list].request.tree }),
  all: (state, list) => request(state, list, { all: !state.tables[list].request.all }),
};

/** The first rows are what is looked for. A tree has an order of its own: it is no tree any more. */
function sortBy(state: State, list: ListName, sort: string | undefined): Step {
  const { sort: _, tree: __, ...rest } = state.tables[list].request;
  const before = { ...state.tables[list], selected: '', cursor: 0, top: 0 };
  return ask(state, list, { ...before, request: sort === undefined ? rest : { ...rest, sort } });
}

/** A key in a table: it moves, changes what is shown, or does something with the row. */
export function updateTable(state: State, list: ListName, intent: Intent, key: string): Step {
  return MEANINGS[intent]?.(state, list, key) ?? act(state, list, intent, selectedRow(state.tables[list]));
}

/** A filter that is being typed: the cursor stays with its row. */
export const filtered = (state: State, list: ListName, filter: string): State =>
  withTable(state, list, follow({ ...state.tables[list], filter }, tableHeight(state)));

/** The table in sight without its filter; undefined: it has none. */
export function clearFilter(state: State): State | undefined {
  const list = listName(state.view);
  return list && state.tables[list].filter !== '' ? filtered(state, list, '') : undefined;
}

/** A click moves the cursor, a second one asks what to do; the wheel scrolls by three; a heading sorts. */
export function tableMouse(state: State, list: ListName, { what, x, y }: Extract<UiMsg, { kind: 'mouse' }>): Step {
  const table = state.tables[list];
  const height = tableHeight(state);
  const move = (to: number) => withTable(state, list, moved(table, to, height));
  if (what === 'wheel-down') return still(move(table.cursor + 3));
  if (what === 'wheel-up') return still(move(table.cursor - 3));
  if (y === HEAD_ROWS - 1) return sortByHeading(state, list, x);
  const row = table.top + y - HEAD_ROWS;
  if (y < HEAD_ROWS || row >= shownRows(table).length) return still(state);
  const next = move(row);
  return still(what === 'double' ? rowMenu(next, list, selectedRow(next.tables[list])) : next);
}

function sortByHeading(state: State, list: ListName, x: number): Step {
  const { answer, request: asked } = state.tables[list];
  const column = answer && columnAt(layout(answer, viewArea(state).width), x)?.column;
  if (!column) return still(state);
  const isSorted = asked.sort?.replace(/^-/, '') === column.key;
  return sortBy(state, list, isSorted ? reversed(state.tables[list]) : sortedBy(column));
}
