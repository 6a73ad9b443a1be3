/** The table of a timing, as lines. */
import type { ListAnswer } from '../../../../core/wire/types.ts';
import { paint } from '../../paint.ts';
import { toWidth } from '../../text.ts';
import type { TerminalLook } from '../../types.ts';
import type { Area } from '../../view.ts';
import { layout, MARGIN, type Placed } from '../table/layout.ts';
import { sortOf } from './cursor.ts';
import type { TimingState } from './state.ts';

/** Headings, and the rows in sight. */
export function tableLines(timing: TimingState, { width, height }: Area, look: TerminalLook): string[] {
  const { snapshot, top, selected } = timing;
  if (!snapshot || height <= 0) return [];
  const columns = columnsOf(snapshot.table, width);
  const rows = snapshot.table.rows.slice(top, top + height - 1).map(({ id, cells }) => {
    const line = joined(columns, ({ at }) => cells[at] ?? '', width);
    return paint(look, id === selected ? 'selected' : 'text', line);
  });
  const none = rows.length === 0 ? [paint(look, 'dim', toWidth(' no system call was counted yet', width))] : [];
  return [paint(look, 'header', headings(timing, columns, width, look)), ...rows, ...none];
}

/** The last column of a table fills its line: here it is a number like the others. Of a number that is cut nothing is left. */
const columnsOf = (table: ListAnswer, width: number): Placed[] =>
  layout(table, width)
    .map((placed) => ({ placed, needs: natural(placed, table.rows) }))
    .filter(({ placed, needs }, index) => index === 0 || !placed.column.right || placed.width >= needs)
    .map(({ placed, needs }) => ({ ...placed, width: Math.min(placed.width, needs) }));

const natural = ({ at, column }: Placed, rows: readonly { cells: string[] }[]) =>
  Math.max(column.header.length, ...rows.map(({ cells }) => cells[at]?.length ?? 0));

const joined = (columns: readonly Placed[], text: (placed: Placed) => string, width: number) =>
  toWidth(
    ' '.repeat(MARGIN) + columns.map((placed) => toWidth(text(placed), placed.width, placed.column.right)).join('  '),
    width,
  );

/** The mark stands in the blanks beside the heading of the column that is sorted by. */
function headings(timing: TimingState, columns: readonly Placed[], width: number, { unicode }: TerminalLook): string {
  const { key, falling } = sortOf(timing);
  const line = joined(columns, ({ column: { header } }) => header, width);
  const sorted = columns.find(({ column }) => column.key === key);
  if (!sorted) return line;
  const { x, column, width: room } = sorted;
  const at = column.right ? x + room - column.header.length - 1 : x + column.header.length;
  const mark = falling ? (unicode ? '▼' : 'v') : unicode ? '▲' : '^';
  return at < 0 || at >= width ? line : `${line.slice(0, at)}${mark}${line.slice(at + 1)}`;
}
