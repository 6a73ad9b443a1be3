/** A session's panes, and what is chosen for them. */
import type { PaneSnapshot } from '../../../../core/wire/session.ts';
import type { State } from '../../state.ts';
import { newChoice, type PaneChoice, type SessionState } from './state.ts';

/** The session in sight. */
export const sessionOf = (state: State): SessionState | undefined =>
  state.sessions.find(({ id }) => id === state.session) ?? state.sessions.at(-1);

/** The session in sight, changed. */
export function withSession(state: State, change: (session: SessionState) => SessionState): State {
  const session = sessionOf(state);
  if (!session) return state;
  const changed = change(session);
  return { ...state, sessions: state.sessions.map((each) => (each === session ? changed : each)) };
}

/** Those there are, in their order. */
export const panesOf = ({ snapshot }: SessionState): readonly PaneSnapshot[] => snapshot?.panes ?? [];

/** The pane that has the keys; undefined: there is none yet. */
export const focused = (session: SessionState): PaneSnapshot | undefined =>
  panesOf(session).find(({ name }) => name === session.focus) ?? panesOf(session)[0];

export const choiceOf = ({ panes, header }: SessionState, name: string): PaneChoice =>
  panes[name] ?? newChoice(header?.replay ?? false);

export const withChoice = (session: SessionState, name: string, choice: PaneChoice): SessionState => ({
  ...session,
  panes: { ...session.panes, [name]: choice },
});

/** The row at the top of a pane that follows the end. */
export const endTop = ({ first, kept }: PaneSnapshot, height: number): number => Math.max(first, kept - height);

/** A row, by its number among those kept, if it is at hand. */
export const rowAt = ({ top, rows }: PaneSnapshot, number: number) => rows[number - top];
