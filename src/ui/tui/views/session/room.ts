/** The room a session's panes have, and what moves in it. */
import { viewArea } from '../../geometry.ts';
import type { State } from '../../state.ts';
import { bodyHeight, type PanePlace, placesOf } from './layout.ts';
import type { Moving } from './move.ts';
import { choiceOf, focused, panesOf, sessionOf, withChoice, withSession } from './panes.ts';
import type { PaneChoice, SessionState } from './state.ts';
import type { Room } from './window.ts';

/** Left of each row: where cursor and selection are marked. */
const GUTTER = 1;

/** The room of a pane's rows, as they are drawn. */
export const roomAt = (
  place: Pick<PanePlace, 'width' | 'height' | 'head' | 'time'>,
  { wrap, end }: Pick<Room, 'wrap' | 'end'>,
): Room => ({ width: Math.max(1, place.width - GUTTER - place.time), height: bodyHeight(place), wrap, end });

/** The same, as one moves in it: at least a row. */
export function roomOf(session: SessionState, place: PanePlace): Room {
  const room = roomAt(place, { wrap: session.wrap, end: endOf(session, place.pane.name) });
  return { ...room, height: Math.max(1, room.height) };
}

/** What came since it was paused is out of sight, unless the cursor was moved there. */
export function endOf(session: SessionState, name: string): number | undefined {
  const { left, cursor } = choiceOf(session, name);
  return session.paused?.includes(name) && cursor < left ? left : undefined;
}

/** The places of the session in sight. */
export function placesIn(state: State): PanePlace[] {
  const session = sessionOf(state);
  return session ? placesOf(session, viewArea(state)).panes : [];
}

/** Of a pane that is not in sight. */
const NO_PLACE: Room = { width: 80, height: 10, wrap: false };

/** What moves in a pane; undefined: there is none of that name. */
export function movingIn(state: State, session: SessionState, name: string): Moving | undefined {
  const pane = panesOf(session).find((each) => each.name === name);
  const place = placesOf(session, viewArea(state)).panes.find((each) => each.pane === pane);
  return pane && { pane, choice: choiceOf(session, name), room: place ? roomOf(session, place) : NO_PLACE };
}

/** The pane that has the keys, changed; the state as it is when it is not there. */
export function withFocused(state: State, change: (moving: Moving) => PaneChoice): State {
  return withSession(state, (session) => withPane(state, session, focused(session)?.name ?? '', change));
}

/** A pane of a session, changed. */
export function withPane(
  state: State,
  session: SessionState,
  name: string,
  change: (moving: Moving) => PaneChoice,
): SessionState {
  const moving = movingIn(state, session, name);
  return moving ? withChoice(session, name, change(moving)) : session;
}
