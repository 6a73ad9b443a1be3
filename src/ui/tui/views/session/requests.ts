/** What a session's process is asked, made of the state. */
import type { SaveRequest, Seek, Sought } from '../../../../core/wire/session.ts';
import { cursorOf } from './move.ts';
import { choiceOf, focused } from './panes.ts';
import type { SessionState } from './state.ts';

/** A search in the pane that has the keys; `again`: beyond the row the cursor is on. undefined: there is nothing to search. */
export function findRequest(session: SessionState, back: boolean, again: boolean): Seek | undefined {
  const pane = focused(session);
  if (!pane) return undefined;
  const choice = choiceOf(session, pane.name);
  const { search: text, filter } = choice;
  const from = cursorOf({ pane, choice }) + (again ? (back ? -1 : 1) : 0);
  // beyond either end it goes on from the other
  const wrapped = from < pane.first ? pane.kept - 1 : from >= pane.kept ? pane.first : from;
  return text === '' || pane.kept === 0 ? undefined : { pane: pane.name, filter, text, from: wrapped, back };
}

export const seekRequest = (
  session: SessionState,
  { at, panes }: { at: number; panes: readonly string[] },
): Sought => ({
  at,
  filters: Object.fromEntries(panes.map((name) => [name, choiceOf(session, name).filter])),
});

/** The selection of the pane that has the keys, else all its rows. `path` empty: a new name. */
export function saveRequest(session: SessionState, path: string): SaveRequest | undefined {
  const pane = focused(session);
  if (!pane) return undefined;
  const choice = choiceOf(session, pane.name);
  const cursor = cursorOf({ pane, choice });
  const [from, to] =
    choice.mark < 0 ? [pane.first, pane.kept - 1] : [Math.min(choice.mark, cursor), Math.max(choice.mark, cursor)];
  return { pane: pane.name, filter: choice.filter, from, to, ...(path === '' ? {} : { path }) };
}
