/** Which lines a pane shows: rows, wrapped or cut. */
import type { PaneSnapshot, Row } from '../../../../core/wire/session.ts';
import { chop } from './chop.ts';
import { endTop, rowAt } from './panes.ts';
import type { PaneChoice } from './state.ts';

export interface Line {
  /** The row's number among those kept. */
  number: number;
  /** undefined: it was not told yet. */
  row: Row | undefined;
  text: string;
  /** It goes on with the line before. */
  isRest: boolean;
}

export interface Room {
  /** Of a row's text. */
  width: number;
  height: number;
  wrap: boolean;
  /** Rows from this one on are not shown: they came while the pane was held; undefined: all are. */
  end?: number | undefined;
}

/** A row takes no more lines than this: one endless line may not hide all others. */
const MOST_PARTS = 20;

const textsOf = (row: Row | undefined, { width, wrap }: Room): string[] =>
  wrap && row ? chop(row.text, Math.max(1, width), MOST_PARTS) : [row?.text ?? ''];

/** The number of the row at the top. */
export function topOf(pane: PaneSnapshot, choice: PaneChoice, room: Room): number {
  if (choice.top !== null) return Math.max(pane.first, Math.min(choice.top, lastTop(pane, room)));
  return room.wrap ? topFor(pane, pane.kept - 1, room) : endTop(pane, room.height);
}

/** No row above this one need be at the top. */
export const lastTop = (pane: PaneSnapshot, room: Room): number =>
  room.wrap ? Math.max(pane.first, pane.kept - 1) : endTop(pane, room.height);

/** The row at the top when this one is at the bottom; itself when it alone is too high. */
export function topFor(pane: PaneSnapshot, bottom: number, room: Room): number {
  let left = room.height - textsOf(rowAt(pane, bottom), room).length;
  let top = bottom;
  for (; top > pane.first; top--) {
    left -= textsOf(rowAt(pane, top - 1), room).length;
    if (left < 0) break;
  }
  return Math.max(pane.first, top);
}

/** The lines in sight. */
export function linesOf(pane: PaneSnapshot, choice: PaneChoice, room: Room): Line[] {
  const lines: Line[] = [];
  const end = Math.min(pane.kept, room.end ?? pane.kept);
  for (let number = topOf(pane, choice, room); number < end && lines.length < room.height; number++) {
    const row = rowAt(pane, number);
    for (const [part, text] of textsOf(row, room).entries()) lines.push({ number, row, text, isRest: part > 0 });
  }
  return lines.slice(0, room.height);
}
