/** What is told of sessions. */
import type { SessionHeader } from '../../../../core/session/types.ts';
import type { Look, PaneSnapshot, Snapshot } from '../../../../core/wire/session.ts';
import type { UiMsg } from '../../msg.ts';
import { withoutView } from '../../open-ones.ts';
import { show } from '../../places.ts';
import type { State, Step } from '../../state.ts';
import { still } from '../../view.ts';
import { toMiddle } from './move.ts';
import { choiceOf, panesOf } from './panes.ts';
import { withPane } from './room.ts';
import { newSession, type SessionState } from './state.ts';

type OfSession = Extract<
  UiMsg,
  { kind: 'opening' | 'opened' | 'open-failed' | 'closed' | 'progress' | 'snapshot' | 'found' | 'sought' }
>;

/** A message of a session's. */
export function takeSession(state: State, msg: OfSession): Step {
  if (msg.kind === 'opening') {
    const sessions = [...state.sessions, newSession(msg.id, msg.argv)];
    return still(show({ ...state, sessions, session: msg.id }, 'session'));
  }
  if (msg.kind === 'closed') return still(closed(state, msg.id));
  const change = CHANGES[msg.kind] as (session: SessionState, msg: OfSession, state: State) => SessionState;
  const sessions = state.sessions.map((each) => (each.id === msg.id ? change(each, msg, state) : each));
  return { state: { ...state, sessions }, effects: msg.kind === 'opened' ? [{ do: 'look', id: msg.id }] : [] };
}

type Changes = {
  [Kind in Exclude<OfSession['kind'], 'opening' | 'closed'>]: (
    session: SessionState,
    msg: Extract<OfSession, { kind: Kind }>,
    state: State,
  ) => SessionState;
};

const CHANGES: Changes = {
  opened: (session, { header }) => ({ ...session, header, progress: '' }),
  'open-failed': (session, { error }) => ({
    ...session,
    error: error.code === 'gone' && session.header ? { ...error, hint: replayHint(session.header) } : error,
    progress: '',
    snapshot: session.snapshot && cutOff(session.snapshot),
  }),
  progress: (session, { text }) => ({ ...session, progress: text }),
  snapshot: (session, { snapshot, look }) => {
    const answered = look ?? session.answered;
    return { ...session, answered, snapshot: merged(session, snapshot, answered) };
  },
  found: (session, { pane, found }, state) =>
    found ? withPane(state, session, pane, (moving) => toMiddle(moving, found.row)) : session,
  sought: (session, { tops }, state) =>
    Object.entries(tops).reduce(
      (changed, [name, row]) => withPane(state, changed, name, (moving) => toMiddle(moving, row)),
      session,
    ),
};

/** Its process has gone: nothing of it runs any more. */
const cutOff = (snapshot: Snapshot): Snapshot => ({
  ...snapshot,
  state: 'ended',
  panes: snapshot.panes.map((pane) =>
    pane.status === 'running' || pane.status === 'starting' ? { ...pane, status: 'failed', reason: 'cut off' } : pane,
  ),
});

const replayHint = ({ directory }: SessionHeader): string =>
  directory === null ? '' : `what was recorded: spc replay ${directory}`;

/** The snapshot, but of a pane whose filter has been changed since the rows as they were: these are the old filter's. */
function merged(session: SessionState, snapshot: Snapshot, { panes: looks }: Look): Snapshot {
  const before = new Map(panesOf(session).map((pane) => [pane.name, pane]));
  const panes = snapshot.panes.map((pane): PaneSnapshot => {
    const old = before.get(pane.name);
    const looked = looks.find(({ name }) => name === pane.name);
    if (!old || !looked || looked.filter === choiceOf(session, pane.name).filter) return pane;
    const { first, kept, top, rows } = old;
    return { ...pane, first, kept, top, rows, scanning: true };
  });
  return { ...snapshot, panes };
}

/** It is shown no more; what was shown before it is. */
function closed(state: State, id: number): State {
  const sessions = state.sessions.filter((each) => each.id !== id);
  const next = { ...state, sessions, session: sessions.at(-1)?.id ?? 0 };
  return sessions.length > 0 ? next : withoutView(next, 'session');
}
