/** What keys mean in a session. */
import { everywhere } from '../../everywhere.ts';
import type { Intent } from '../../keys.ts';
import { neighbour } from '../../open-ones.ts';
import { open } from '../../places.ts';
import type { Effect, State, Step } from '../../state.ts';
import { still } from '../../view.ts';
import { details } from './details.ts';
import { cursorOf, follow, hold, moveCursor, movePage, toRow } from './move.ts';
import { choiceOf, focused, panesOf, rowAt, sessionOf, withChoice, withSession } from './panes.ts';
import { askFilter, askSave, askSearch, askTime } from './prompts.ts';
import { withFocused, withPane } from './room.ts';
import type { PaneChoice, SessionState } from './state.ts';

type Meaning = (state: State, session: SessionState) => Step;

/** A key in the session view. */
export function updateSession(state: State, intent: Intent): Step {
  const session = sessionOf(state);
  if (session) return MEANINGS[intent]?.(state, session) ?? still(state);
  return intent === 'out' ? leave(state) : still(state);
}

const inSession =
  (change: (session: SessionState, state: State) => SessionState): Meaning =>
  (state) =>
    still(withSession(state, (session) => change(session, state)));

const inPane =
  (change: Parameters<typeof withFocused>[1]): Meaning =>
  (state) =>
    still(withFocused(state, change));

const ofSession =
  (effect: (session: SessionState) => Effect): Meaning =>
  (state, session) => ({ state, effects: [effect(session)] });

const SHIFT = 8;

const MEANINGS: Partial<Record<Intent, Meaning>> = {
  down: inPane((moving) => moveCursor(moving, 1)),
  up: inPane((moving) => moveCursor(moving, -1)),
  'page-down': inPane((moving) => movePage(moving, 1)),
  'page-up': inPane((moving) => movePage(moving, -1)),
  first: inPane((moving) => toRow(moving, moving.pane.first)),
  last: inPane(({ choice }) => follow(choice)),
  right: inPane(({ choice }) => ({ ...choice, shift: choice.shift + SHIFT })),
  left: inPane(({ choice }) => ({ ...choice, shift: Math.max(0, choice.shift - SHIFT) })),
  mark: inPane((moving) => ({ ...hold(moving), mark: moving.choice.mark < 0 ? cursorOf(moving) : -1 })),
  pause: inSession(pause),
  together: inSession(moveTogether),
  follow: inSession((session) => ({ ...changeAll(session, follow), paused: null, together: null })),
  'next-pane': inSession((session) => nextPane(session, 1)),
  'previous-pane': inSession((session) => nextPane(session, -1)),
  maximise: inSession((session) => ({ ...session, maximised: !session.maximised })),
  layout: inSession((session) => ({ ...session, layout: session.layout === 'stacked' ? 'beside' : 'stacked' })),
  wrap: inSession((session) => ({ ...session, wrap: !session.wrap })),
  times: inSession((session) => ({ ...session, times: session.times === 'clock' ? 'relative' : 'clock' })),
  charts: inSession((session) => ({ ...session, charts: !session.charts })),
  search: (state) => still(askSearch(state)),
  'pane-filter': (state) => still(askFilter(state)),
  save: (state) => still(askSave(state)),
  'to-time': (state) => still(askTime(state)),
  'find-next': findAgain(false),
  'find-previous': findAgain(true),
  'stop-pane': ofSession((session) => {
    const pane = focused(session)?.name;
    return { do: 'stop', id: session.id, ...(pane === undefined ? {} : { pane }) };
  }),
  close,
  'next-open': toOpen(1),
  'previous-open': toOpen(-1),
  details: (state, session) => still(open(state, { kind: 'page', page: details(session) })),
  out,
};

/** A tracer of it is at work, or is being started. */
export const isRunning = ({ snapshot, error, header }: SessionState): boolean =>
  !error && !header?.replay && snapshot?.state !== 'ended';

const leave = (state: State): Step => everywhere(state, 'back', '') ?? still(state);

const changeAll = (session: SessionState, change: (choice: PaneChoice) => PaneChoice): SessionState =>
  panesOf(session).reduce((all, { name }) => withChoice(all, name, change(choiceOf(all, name))), session);

/** What is in sight stays; the second time those follow again that did. */
function pause(session: SessionState, state: State): SessionState {
  if (session.paused) {
    const resumed = session.paused.reduce((all, name) => withChoice(all, name, follow(choiceOf(all, name))), session);
    return { ...resumed, paused: null };
  }
  const names = panesOf(session)
    .map(({ name }) => name)
    .filter((name) => choiceOf(session, name).top === null);
  return { ...names.reduce((all, name) => withPane(state, all, name, hold), session), paused: names };
}

/** All panes at the time of the row with the cursor; look.ts asks for the others' rows. */
function moveTogether(session: SessionState, state: State): SessionState {
  const name = focused(session)?.name ?? '';
  if (session.together !== null) return { ...session, together: null };
  return { ...withPane(state, session, name, hold), together: NaN };
}

function nextPane(session: SessionState, by: number): SessionState {
  const panes = panesOf(session);
  const at = panes.findIndex(({ name }) => name === focused(session)?.name);
  const next = panes[(at + by + panes.length) % panes.length];
  if (!next) return session;
  // that its row is a little earlier than the others' moves none of them
  const row = rowAt(next, cursorOf({ pane: next, choice: choiceOf(session, next.name) }));
  return { ...session, focus: next.name, together: session.together === null ? null : (row?.at ?? session.together) };
}

function findAgain(back: boolean): Meaning {
  return (state, session) => {
    const pane = focused(session);
    if (!pane || choiceOf(session, pane.name).search === '') return still(askSearch(state));
    return { state, effects: [{ do: 'find', id: session.id, back, again: true }] };
  };
}

function close(state: State, session: SessionState): Step {
  const effects: Effect[] = [{ do: 'close', id: session.id }];
  if (!isRunning(session)) return { state, effects };
  const lines = [`spc ${session.argv.join(' ')}`];
  return still(open(state, { kind: 'confirm', title: 'Stop it, and close the session?', lines, yes: effects }));
}

function toOpen(by: number): Meaning {
  return (state, session) => still({ ...state, session: neighbour(state.sessions, session, by)?.id ?? session.id });
}

/** The innermost thing that was begun is ended; when there is none, back. */
function out(state: State, session: SessionState): Step {
  const pane = focused(session);
  const choice = pane && choiceOf(session, pane.name);
  const change = (part: Partial<PaneChoice>) => still(withFocused(state, (moving) => ({ ...moving.choice, ...part })));
  if (choice && choice.mark >= 0) return change({ mark: -1 });
  if (session.together !== null) return still(withSession(state, (each) => ({ ...each, together: null })));
  if (choice && choice.search !== '') return change({ search: '' });
  if (choice && choice.filter !== '') return change({ filter: '', top: null, cursor: -1 });
  if (session.maximised) return still(withSession(state, (each) => ({ ...each, maximised: false })));
  return leave(state);
}
