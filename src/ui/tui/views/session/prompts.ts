/** What becomes of the text of a session's prompts. */
import { prompt } from '../../places.ts';
import type { PromptPurpose, State, Step } from '../../state.ts';
import { still } from '../../view.ts';
import { cursorOf, follow } from './move.ts';
import { choiceOf, focused, panesOf, rowAt, sessionOf, withChoice, withSession } from './panes.ts';
import type { PaneChoice, SessionState } from './state.ts';
import { parseMoment } from './times.ts';

/** `typed` at each key, `entered` at Enter; `left` at Esc: what was there before comes back. */
export interface Purpose {
  typed?(state: State, text: string): State;
  entered?(state: State, text: string): Step;
  left?(state: State): State;
}

export const SESSION_PROMPTS = {
  search: { entered: searched },
  'pane-filter': { typed: filterTyped, entered: filterEntered, left: filterLeft },
  save: { entered: saved },
  time: { entered: timeEntered },
} satisfies Partial<Record<PromptPurpose, Purpose>>;

interface InFocus {
  session: SessionState;
  name: string;
  choice: PaneChoice;
}

/** The pane that has the keys, with what is chosen for it. */
function inFocus(state: State): InFocus | undefined {
  const session = sessionOf(state);
  const name = session && focused(session)?.name;
  return session && name !== undefined ? { session, name, choice: choiceOf(session, name) } : undefined;
}

/** Asks for what is to be searched. */
export const askSearch = (state: State): State => (inFocus(state) ? prompt(state, 'search', 'search: ', '') : state);

/** The first that is found is the latest, where the pane follows the end; else the next from the cursor on. */
function searched(state: State, text: string): Step {
  const at = inFocus(state);
  if (!at || (text === '' && at.choice.search === '')) return still(state);
  const choice = { ...at.choice, search: text || at.choice.search };
  const next = withSession(state, (session) => withChoice(session, at.name, choice));
  return { state: next, effects: [{ do: 'find', id: at.session.id, back: choice.top === null, again: false }] };
}

/** Asks which rows are to be shown. */
export function askFilter(state: State): State {
  const at = inFocus(state);
  if (!at) return state;
  const before = { choice: at.choice, at: at.choice.top === null ? null : timeOfCursor(at) };
  const kept = withSession(state, (session) => ({ ...session, before }));
  return prompt(kept, 'pane-filter', 'only rows with: ', at.choice.filter);
}

/** While it is typed the newest rows are shown. */
function filterTyped(state: State, text: string): State {
  const at = inFocus(state);
  if (!at) return state;
  return withSession(state, (session) => withChoice(session, at.name, { ...follow(at.choice), filter: text }));
}

/** Then those of the time that was in sight before. */
function filterEntered(state: State, text: string): Step {
  const at = inFocus(state);
  if (!at) return still(state);
  const { before } = at.session;
  const next = withSession(filterTyped(state, text), (session) => ({ ...session, before: null }));
  if (before?.at == null) return still(next);
  return { state: next, effects: [{ do: 'seek', id: at.session.id, at: before.at, panes: [at.name] }] };
}

/** Of the row the cursor is on; null: it is not at hand. */
function timeOfCursor({ session, choice }: InFocus): number | null {
  const pane = focused(session);
  return (pane && rowAt(pane, cursorOf({ pane, choice }))?.at) ?? null;
}

function filterLeft(state: State): State {
  const at = inFocus(state);
  if (!at?.session.before) return state;
  const { choice } = at.session.before;
  return withSession(state, (session) => ({ ...withChoice(session, at.name, choice), before: null }));
}

/** Asks for a file's name. */
export function askSave(state: State): State {
  const at = inFocus(state);
  if (!at) return state;
  const rows = at.choice.mark < 0 ? 'all rows shown' : 'the selection';
  return prompt(state, 'save', `save ${rows} of ${at.name} to (empty: a new name): `, '');
}

function saved(state: State, text: string): Step {
  const at = inFocus(state);
  return at ? { state, effects: [{ do: 'save', id: at.session.id, path: text.trim() }] } : still(state);
}

/** Asks for a moment. */
export const askTime = (state: State): State =>
  inFocus(state)
    ? prompt(state, 'time', 'to the time (12:34:56 UTC, or +90 seconds since the beginning): ', '')
    : state;

function timeEntered(state: State, text: string): Step {
  const session = sessionOf(state);
  if (!session || text.trim() === '') return still(state);
  const at = parseMoment(session, text);
  if (at === undefined)
    return still({ ...state, message: { text: `${text} is no time: 12:34:56, or +90`, style: 'error' } });
  return { state, effects: [{ do: 'seek', id: session.id, at, panes: panesOf(session).map(({ name }) => name) }] };
}
