/** The lines of a pane, painted. */
import { type Piece, paintAll } from '../../paint.ts';
import { toWidth, truncate, widthOf } from '../../text.ts';
import type { Role } from '../../theme.ts';
import type { TerminalLook } from '../../types.ts';
import { shifted } from './chop.ts';
import { marked } from './match.ts';
import { cursorOf, type Moving } from './move.ts';
import type { SessionState } from './state.ts';
import { rowTime } from './times.ts';
import { type Line, linesOf } from './window.ts';

/** A row's style on this terminal. */
const ROLES = { '': 'text', dim: 'dim', red: 'error', yellow: 'warning', alarm: 'alarm' } as const satisfies Record<
  string,
  Role
>;

export interface BodyLook {
  look: TerminalLook;
  session: Pick<SessionState, 'header' | 'times'>;
  /** The pane has the keys. */
  active: boolean;
  /** See PanePlace. */
  time: number;
}

/** The rows in sight, `width` cells wide: where the cursor is, when it was, and what. */
export function bodyLines(moving: Moving, width: number, how: BodyLook): string[] {
  const { choice } = moving;
  const cursor = choice.cursor < 0 ? -1 : cursorOf(moving);
  return linesOf(moving.pane, choice, moving.room).map((line) => {
    const isCursor = line.number === cursor;
    const pieces = piecesOf(line, moving, how);
    if (isCursor || isSelected(line.number, choice.mark, cursor)) return selectedLine(pieces, width, how, isCursor);
    return paintAll(how.look, [{ text: ' ', role: 'text' }, ...pieces]);
  });
}

const isSelected = (number: number, mark: number, cursor: number) =>
  mark >= 0 && number >= Math.min(mark, cursor) && number <= Math.max(mark, cursor);

function piecesOf({ row, text, isRest }: Line, { choice, room }: Moving, how: BodyLook): Piece[] {
  if (!row) return [{ text: how.look.unicode ? '⋯' : '~', role: 'dim' }];
  const time = isRest ? '' : rowTime(how.session, row.at);
  const role = ROLES[row.style];
  const shown = truncate(room.wrap ? text : shifted(text, choice.shift), room.width);
  return [
    { text: timeText(time, how.time), role: 'dim' },
    ...marked(shown, choice.search).map((part): Piece => ({ text: part.text, role: part.hit ? 'match' : role })),
  ];
}

/** As much of a time as there is room for, and a blank. */
const timeText = (time: string, width: number) => (width === 0 ? '' : toWidth(time.slice(0, width - 1), width));

/** The whole line is marked; in panes that have not the keys only its beginning is. */
function selectedLine(pieces: readonly Piece[], width: number, { look, active }: BodyLook, isCursor: boolean): string {
  const bar: Piece = { text: isCursor ? (look.unicode ? '▌' : '>') : look.unicode ? '│' : '|', role: 'key' };
  if (!active) return paintAll(look, [bar, ...pieces]);
  const role = (piece: Piece): Role => (piece.role === 'match' || piece.role === 'alarm' ? piece.role : 'selected');
  const cells = pieces.reduce((sum, { text }) => sum + widthOf(text), 1);
  const rest: Piece = { text: ' '.repeat(Math.max(0, width - cells)), role: 'selected' };
  return paintAll(look, [bar, ...pieces.map((piece) => ({ ...piece, role: role(piece) })), rest]);
}
