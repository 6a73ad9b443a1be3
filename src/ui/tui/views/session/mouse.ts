/** The mouse in a session: a click takes a pane and a row, a second one all panes to its time; the wheel scrolls. */
import type { UiMsg } from '../../msg.ts';
import type { State, Step } from '../../state.ts';
import { still } from '../../view.ts';
import type { PanePlace } from './layout.ts';
import { scroll, toRow } from './move.ts';
import { sessionOf, withSession } from './panes.ts';
import { movingIn, placesIn, withPane } from './room.ts';
import { updateSession } from './update.ts';
import { linesOf } from './window.ts';

type Mouse = Extract<UiMsg, { kind: 'mouse' }>;

const WHEEL_ROWS = 3;

/** In cells from the view's corner. */
export function sessionMouse(state: State, mouse: Mouse): Step {
  const place = placesIn(state).find((each) => isIn(each, mouse));
  if (!place) return still(state);
  const { name } = place.pane;
  if (mouse.what === 'wheel-down' || mouse.what === 'wheel-up') {
    const by = mouse.what === 'wheel-down' ? WHEEL_ROWS : -WHEEL_ROWS;
    return still(withSession(state, (session) => withPane(state, session, name, (moving) => scroll(moving, by))));
  }
  const next = pressed(state, place, mouse.y - place.y - place.head);
  return mouse.what === 'double' ? updateSession(next, 'together') : still(next);
}

const isIn = ({ x, y, width, height }: PanePlace, mouse: Mouse) =>
  mouse.x >= x && mouse.x < x + width && mouse.y >= y && mouse.y < y + height;

/** The pane gets the keys; its cursor goes to the row of the line, if it is one. */
function pressed(state: State, { pane: { name } }: PanePlace, line: number): State {
  const focused = withSession(state, (session) => ({ ...session, focus: name }));
  const session = sessionOf(focused);
  const moving = session && movingIn(focused, session, name);
  const row = moving && line >= 0 ? linesOf(moving.pane, moving.choice, moving.room)[line] : undefined;
  return row ? withSession(focused, (each) => withPane(focused, each, name, (at) => toRow(at, row.number))) : focused;
}
