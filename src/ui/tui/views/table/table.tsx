/** A table that is browsed, drawn. */
import type { ReactElement } from 'react';
import type { ListName, ListRow } from '../../../../core/wire/types.ts';
import { Lines } from '../../lines.tsx';
import { type Piece, paint, paintAll } from '../../paint.ts';
import type { State, TableState } from '../../state.ts';
import { fitName, toWidth } from '../../text.ts';
import type { Role } from '../../theme.ts';
import type { TerminalLook } from '../../types.ts';
import type { Area } from '../../view.ts';
import { layout, MARGIN, type Placed } from './layout.ts';
import { shownRows } from './rows.ts';
import { sortOf } from './sort.ts';
import { EMPTY, summary } from './summary.ts';
import { HEAD_ROWS } from './update.ts';

/** The line of what is shown, the headings, the rows in sight. */
export function Table({ state, list, area }: { state: State; list: ListName; area: Area }): ReactElement {
  return <Lines lines={tableLines(state, list, area)} width={area.width} />;
}

function tableLines({ tables, look }: State, list: ListName, { width, height }: Area): string[] {
  const table = tables[list];
  const rows = shownRows(table);
  const columns = table.answer ? layout(table.answer, width) : [];
  const shown = rows.slice(table.top, table.top + height - HEAD_ROWS);
  const lines = shown.map((row, index) =>
    table.top + index === table.cursor
      ? paint(look, 'selected', toWidth(joined(columns, cellsOf(row)), width))
      : rowLine(row, columns, look),
  );
  const empty = table.filter ? `nothing has '${table.filter}'; Esc shows all` : EMPTY[list];
  return [
    summaryLine(table, { list, shown: rows.length, look, width }),
    paint(look, 'header', toWidth(headings(table, columns), width)),
    ...(table.answer && rows.length === 0 ? [paint(look, 'dim', toWidth(` ${empty}`, width))] : lines),
  ];
}

interface SummaryPlace {
  list: ListName;
  shown: number;
  look: TerminalLook;
  width: number;
}

function summaryLine(table: TableState, { list, shown, look, width }: SummaryPlace): string {
  const { text, trouble, role } = summary(table, list, shown);
  const count = toWidth(`${' '.repeat(MARGIN)}${text}  `, Math.min(width, text.length + MARGIN + 2));
  return paint(look, 'dim', count) + paint(look, role, toWidth(trouble, Math.max(0, width - count.length)));
}

const MARKS = { rising: '▲', falling: '▼' } as const;

/** The mark stands in the blanks beside a heading. */
function headings(table: TableState, columns: readonly Placed[]): string {
  const sort = sortOf(table);
  const line = joined(columns, ({ column: { header } }) => header);
  const sorted = columns.find(({ column: { key } }) => key === sort?.key);
  if (!sort || !sorted) return line;
  const { x, width, column } = sorted;
  const at = column.right ? x + width - column.header.length - 1 : x + column.header.length;
  return `${line.slice(0, at)}${MARKS[sort.falling ? 'falling' : 'rising']}${line.slice(at + 1)}`;
}

function joined(columns: readonly Placed[], text: (placed: Placed) => string): string {
  return ' '.repeat(MARGIN) + columns.map((placed) => cellText(text(placed), placed)).join('  ');
}

const NAMES = ['name', 'image', 'container'];

const cellText = (cell: string, { column: { key, right }, width }: Placed): string =>
  NAMES.includes(key) ? fitName(cell, width) : toWidth(cell, width, right);

const cellsOf =
  (row: ListRow) =>
  ({ at }: Placed) =>
    row.cells[at] ?? '';

const drawn = new WeakMap<ListRow, { columns: readonly Placed[]; look: TerminalLook; line: string }>();

/** A row as it was drawn before, where nothing has changed. */
function rowLine(row: ListRow, columns: readonly Placed[], look: TerminalLook): string {
  const known = drawn.get(row);
  if (known?.columns === columns && known.look === look) return known.line;
  const line = drawRow(row, columns, look);
  drawn.set(row, { columns, look, line });
  return line;
}

function drawRow(row: ListRow, columns: readonly Placed[], look: TerminalLook): string {
  if (row.mark === 'stopped' || row.mark === 'bad')
    return paint(look, row.mark === 'bad' ? 'error' : 'dim', joined(columns, cellsOf(row)));
  return paintAll(look, piecesOf(row, columns));
}

/** Neighbouring cells that look the same, together. */
function piecesOf(row: ListRow, columns: readonly Placed[]): Piece[] {
  const runs: Piece[] = [{ role: 'text', text: ' '.repeat(MARGIN) }];
  for (const [index, placed] of columns.entries()) {
    const cell = row.cells[placed.at] ?? '';
    const role = cellRole(placed.column.key, cell, row.mark);
    const text = cellText(cell, placed) + (index === columns.length - 1 ? '' : '  ');
    const last = runs.at(-1);
    if (last?.role === role) last.text += text;
    else runs.push({ role, text });
  }
  return runs;
}

/** What is not there is not in the way; what is super-privileged strikes the eye. */
function cellRole(key: string, cell: string, mark: ListRow['mark']): Role {
  if (cell === '-' || cell === '') return 'dim';
  return mark === 'spc' && (key === 'name' || key === 'kind' || key === 'container') ? 'spc' : 'text';
}
