/** The cursor of a pane, and what is in sight of it, moved. */
import type { PaneSnapshot } from '../../../../core/wire/session.ts';
import type { PaneChoice } from './state.ts';
import { lastTop, type Room, topFor, topOf } from './window.ts';

/** A pane, what is chosen for it, and the room there is. */
export interface Moving {
  pane: PaneSnapshot;
  choice: PaneChoice;
  room: Room;
}

/** Where the cursor is, or would be: a pane that follows has it at the end. */
export const cursorOf = ({ pane, choice }: Pick<Moving, 'pane' | 'choice'>): number =>
  choice.cursor < 0 ? pane.kept - 1 : clamp(choice.cursor, pane.first, pane.kept - 1);

/** The cursor so many rows on. Beyond the last row is where it follows. */
export function moveCursor(moving: Moving, by: number): PaneChoice {
  const { pane, choice } = moving;
  const cursor = cursorOf(moving);
  if (by > 0 && cursor >= pane.kept - 1) return follow(choice);
  return toRow(moving, clamp(cursor + by, pane.first, pane.kept - 1));
}

/** As many rows on as are in sight, cursor and all. */
export function movePage(moving: Moving, direction: 1 | -1): PaneChoice {
  const { pane, room } = moving;
  const top = topOf(pane, moving.choice, room);
  const cursor = cursorOf(moving);
  if (direction > 0 && cursor >= pane.kept - 1) return follow(moving.choice);
  const by = direction > 0 ? rowsInSight(moving, top) : top - topFor(pane, Math.max(pane.first, top - 1), room);
  const nextTop = clamp(top + direction * by, pane.first, lastTop(pane, room));
  const choice = { ...held(moving), top: nextTop };
  return toRow({ ...moving, choice }, clamp(cursor + direction * Math.max(1, by), pane.first, pane.kept - 1));
}

/** A row is where the cursor is; what is in sight moves no more than it must. */
export function toRow(moving: Moving, cursor: number): PaneChoice {
  const { pane, choice, room } = moving;
  const top = topOf(pane, choice, room);
  const next = Math.min(Math.max(top, topFor(pane, cursor, room)), cursor);
  return { ...held(moving), top: Math.max(pane.first, next), cursor };
}

/** A row is where the cursor is, in the middle of what is in sight. */
export function toMiddle(moving: Moving, cursor: number): PaneChoice {
  const { pane, room } = moving;
  const top = Math.max(pane.first, cursor - Math.floor((room.height - 1) / 2));
  return toRow({ ...moving, choice: { ...held(moving), top: Math.min(top, lastTop(pane, room)) } }, cursor);
}

/** What is in sight so many rows on; the cursor stays in sight. At the end it follows. */
export function scroll(moving: Moving, by: number): PaneChoice {
  const { pane, choice, room } = moving;
  const before = topOf(pane, choice, room);
  const last = room.wrap ? topFor(pane, pane.kept - 1, room) : lastTop(pane, room);
  if (by > 0 && before + by >= last) return follow(choice);
  const top = clamp(before + by, pane.first, last);
  const next = { ...held(moving), top };
  const bottom = top + rowsInSight({ ...moving, choice: next }, top) - 1;
  return { ...next, cursor: clamp(cursorOf(moving), top, bottom) };
}

/** It follows the end, and has no cursor. */
export const follow = (choice: PaneChoice): PaneChoice => ({ ...choice, top: null, cursor: -1, mark: -1 });

/** What is in sight stays, whatever comes. */
export function hold(moving: Moving): PaneChoice {
  const choice = held(moving);
  return { ...choice, top: topOf(moving.pane, moving.choice, moving.room), cursor: cursorOf(moving) };
}

const held = ({ pane, choice }: Moving): PaneChoice => (choice.top === null ? { ...choice, left: pane.kept } : choice);

/** Rows that are wholly in sight below this one; at least one. */
function rowsInSight({ pane, room }: Moving, top: number): number {
  let bottom = Math.min(pane.kept - 1, top + room.height - 1);
  while (bottom > top && topFor(pane, bottom, room) > top) bottom--;
  return Math.max(1, bottom - top + 1);
}

const clamp = (value: number, least: number, most: number) => Math.max(least, Math.min(value, Math.max(least, most)));
