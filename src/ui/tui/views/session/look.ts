/** What is to be asked of a session's process, told from the state alone: rows in sight, and panes moved together. */
import type { Look, PaneLook } from '../../../../core/wire/session.ts';
import type { Effect, State, Step } from '../../state.ts';
import { cursorOf } from './move.ts';
import { choiceOf, focused, panesOf, rowAt, sessionOf } from './panes.ts';
import { placesIn, roomOf } from './room.ts';
import type { SessionState } from './state.ts';

/** A step, and what each session is to be asked now that it has been made. */
export function settled(step: Step): Step {
  const { state } = step;
  const effects: Effect[] = [];
  const current = state.view === 'session' ? sessionOf(state) : undefined;
  const sessions = state.sessions.map((session) => {
    const [next, wanted] = asked(state, session, session === current);
    effects.push(...wanted);
    return next;
  });
  if (effects.length === 0) return step;
  return { state: { ...state, sessions }, effects: [...step.effects, ...effects] };
}

function asked(state: State, session: SessionState, isCurrent: boolean): [SessionState, Effect[]] {
  if (!session.header || session.error) return [session, []];
  const { id } = session;
  const effects: Effect[] = [];
  let next = session;
  const look = isCurrent ? lookOf(state, session) : { panes: [] };
  if (!isSame(look, session.asked)) {
    next = { ...next, asked: look };
    effects.push({ do: 'look', id });
  }
  const at = isCurrent ? together(session) : undefined;
  if (at === undefined || at === session.together) return [next, effects];
  effects.push({ do: 'seek', id, at, panes: others(session) });
  return [{ ...next, together: at }, effects];
}

/** The time of the row the cursor is on, where it moves all panes; undefined: it does not, or is not known yet. */
function together(session: SessionState): number | undefined {
  const pane = focused(session);
  if (session.together === null || !pane) return undefined;
  return rowAt(pane, cursorOf({ pane, choice: choiceOf(session, pane.name) }))?.at;
}

/** Names of the panes that have not the keys. */
export const others = (session: SessionState): string[] =>
  panesOf(session)
    .filter((pane) => pane !== focused(session))
    .map(({ name }) => name);

/** Rows of the panes in sight, and some above and below, so that they are at hand when they are scrolled to. */
function lookOf(state: State, session: SessionState): Look {
  return {
    panes: placesIn(state).map((place): PaneLook => {
      const { name } = place.pane;
      const { top, filter } = choiceOf(session, name);
      const { height } = roomOf(session, place);
      if (top === null) return { name, top, height: 2 * height, filter };
      // by whole heights, so that not each step asks for others
      return { name, top: Math.max(0, (Math.floor(top / height) - 1) * height), height: 4 * height, filter };
    }),
  };
}

const isSame = (one: Look, other: Look) => JSON.stringify(one) === JSON.stringify(other);
