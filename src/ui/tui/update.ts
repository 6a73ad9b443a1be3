/** State and message → next state, and what is to be done. Pure: the UI's whole behaviour can be tested without a terminal. */
import { everywhere, visit } from './everywhere.ts';
import { isTooSmall, TOP_ROWS, viewArea } from './geometry.ts';
import { meaning } from './keys.ts';
import type { UiMsg } from './msg.ts';
import { OVERLAYS } from './overlays/index.ts';
import { takeExamples } from './overlays/menu.tsx';
import { readPage, takePage } from './overlays/page.tsx';
import { withTop } from './places.ts';
import type { State, Step } from './state.ts';
import { tabAt } from './tabs.ts';
import { still } from './view.ts';
import { VIEWS } from './views/index.ts';
import { settled } from './views/session/look.ts';
import { takeSession } from './views/session/take.ts';
import { takeTiming, watched } from './views/syscalls/take.ts';
import { listName } from './views/table/rows.ts';
import { takeList } from './views/table/update.ts';

type Takers = { [Kind in UiMsg['kind']]: (state: State, msg: Extract<UiMsg, { kind: Kind }>) => Step };

const TAKERS: Takers = {
  key: (state, { key }) => pressed({ ...state, message: null }, key),
  text: pasted,
  mouse,
  size: (state, { columns, rows }) => still({ ...state, size: { columns, rows } }),
  tick,
  listed: takeList,
  'list-failed': takeList,
  paged: takePage,
  'page-failed': takePage,
  examples: takeExamples,
  told: (state, { text, style }) => still({ ...state, message: { text, style } }),
  opening: (state, msg) => (msg.what === 'session' ? takeSession : takeTiming)(state, msg),
  opened: takeSession,
  snapshot: takeSession,
  found: takeSession,
  sought: takeSession,
  timed: takeTiming,
  timing: takeTiming,
  closed: ofEither,
  'open-failed': ofEither,
  progress: ofEither,
};

/** The next state, and what is to be done. */
export function update(state: State, msg: UiMsg): Step {
  const step = (TAKERS[msg.kind] as (state: State, msg: UiMsg) => Step)(state, msg);
  const wanted = step.state.view === state.view && isDrilled(step.state) === isDrilled(state) ? step : and(step, tick);
  return watched(settled(and(wanted, readTopPage)));
}

const and = ({ state, effects }: Step, more: (state: State) => Step): Step => {
  const next = more(state);
  return { state: next.state, effects: [...effects, ...next.effects] };
};

/** The same view may show another table. */
function isDrilled({ view, tables }: State): string | undefined {
  const list = listName(view);
  return list && tables[list].request.target;
}

/** A page that has just been opened is read. */
function readTopPage(state: State): Step {
  const top = state.overlays.at(-1);
  if (top?.kind !== 'page') return still(state);
  const { page, effects } = readPage(top.page);
  return page === top.page ? still(state) : { state: withTop(state, { kind: 'page', page }), effects };
}

function ofEither(state: State, msg: Extract<UiMsg, { kind: 'closed' | 'open-failed' | 'progress' }>): Step {
  return (state.timings.some(({ id }) => id === msg.id) ? takeTiming : takeSession)(state, msg);
}

function pressed(state: State, key: string): Step {
  const overlay = state.overlays.at(-1);
  const { places, key: raw } = overlay ? OVERLAYS[overlay.kind] : { places: VIEWS[state.view].places, key: undefined };
  const own = raw?.(state, key);
  if (own) return own;
  const all = [...places, 'everywhere'] as const;
  const intent = meaning(all, state.pending + key) ?? (state.pending ? meaning(all, key) : undefined);
  if (intent === 'more') return still({ ...state, pending: key });
  const next = { ...state, pending: '' };
  if (intent === undefined) return still(next);
  if (overlay) return OVERLAYS[overlay.kind].update?.(next, intent) ?? everywhere(next, intent, key) ?? still(next);
  return everywhere(next, intent, key) ?? VIEWS[next.view].update(next, intent, key);
}

/** What is pasted is text for a prompt, and nothing where keys do things: who knows what is in it. */
function pasted(state: State, { text }: { text: string }): Step {
  const overlay = state.overlays.at(-1);
  if (overlay) return OVERLAYS[overlay.kind].paste?.(state, text) ?? still(state);
  return still({
    ...state,
    message: { text: 'what was pasted is not taken for keys; : begins a command', style: 'info' },
  });
}

function mouse(state: State, msg: Extract<UiMsg, { kind: 'mouse' }>): Step {
  if (isTooSmall(state)) return still(state);
  const overlay = state.overlays.at(-1);
  if (overlay) return OVERLAYS[overlay.kind].mouse?.(state, { ...msg, y: msg.y - TOP_ROWS }) ?? still(state);
  const y = msg.y - TOP_ROWS;
  if (y >= viewArea(state).height) return still(state);
  if (y >= 0) return VIEWS[state.view].mouse?.(state, { ...msg, y }) ?? still(state);
  const tab = msg.what.startsWith('wheel') ? undefined : tabAt(state, msg.x);
  return still(tab ? visit(state, tab) : state);
}

/** What a page hides need not be read. */
function tick(state: State): Step {
  const top = state.overlays.at(-1);
  if (top && OVERLAYS[top.kind].full) return still(state);
  return VIEWS[state.view].tick?.(state) ?? still(state);
}
