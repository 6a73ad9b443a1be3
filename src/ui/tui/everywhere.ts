/** What keys mean in every view. */
import { shellQuote } from '../../core/label/quote.ts';
import { commandOf } from './command.ts';
import type { Intent } from './keys.ts';
import { closeOverlay, drillUp, open, prompt, show, viewBefore } from './places.ts';
import { type State, type Step, VIEW_NAMES, type ViewName } from './state.ts';
import { still } from './view.ts';
import { clearFilter } from './views/table/update.ts';

/** What an intent does that means the same in all views; undefined: it is the view's own. */
export function everywhere(state: State, intent: Intent, key: string): Step | undefined {
  return MEANINGS[intent]?.(state, key);
}

const MEANINGS: Partial<Record<Intent, (state: State, key: string) => Step>> = {
  help: (state) => still(open(state, { kind: 'help', top: 0 })),
  quit,
  back: (state) => still(back(state)),
  view: (state, key) => still(visit(state, VIEW_NAMES[Number(key) - 1] ?? state.view)),
  next: (state) => still(neighbour(state, 1)),
  previous: (state) => still(neighbour(state, -1)),
  command: (state) => still(prompt(state, 'command', 'spc ', '')),
  copy: (state) => copied(state, commandOf(state)),
  'stop-process': (state) => ({ state, effects: [{ do: 'stop-process' }] }),
  interrupt,
};

/** A view by its number or name: of tables the whole one. */
export const visit = (state: State, view: ViewName): State => drillUp(show(state, view), view);

/** A command into the clipboard, as a shell takes it. */
export function copied(state: State, argv: readonly string[] | null): Step {
  return argv ? { state, effects: [{ do: 'copy', text: shellQuote(['spc', ...argv]) }] } : still(state);
}

function neighbour(state: State, by: number): State {
  const at = VIEW_NAMES.indexOf(state.view) + by + VIEW_NAMES.length;
  return visit(state, VIEW_NAMES[at % VIEW_NAMES.length] as ViewName);
}

/** What stands before the view away, else the filter, else to the view before. */
function back(state: State): State {
  if (state.overlays.length > 0) return closeOverlay(state);
  const unfiltered = clearFilter(state);
  if (unfiltered) return unfiltered;
  const view = viewBefore(state);
  if (view === undefined) return state;
  return { ...drillUp(state, state.view), view, before: state.before.filter((each) => each !== view) };
}

/** Command lines of what runs now. A replay may end as it likes. */
export const running = ({ sessions, timings }: State): string[] =>
  [
    ...sessions.filter(({ snapshot, error, header }) => !error && !header?.replay && snapshot?.state !== 'ended'),
    ...timings.filter(({ snapshot, error }) => !error && snapshot?.state !== 'ended'),
  ].map(({ argv }) => shellQuote(['spc', ...argv]));

function quit(state: State): Step {
  const lines = running(state);
  if (lines.length === 0) return { state, effects: [{ do: 'quit' }] };
  return still(open(state, { kind: 'confirm', title: 'Quit, and stop what runs?', lines, yes: [{ do: 'quit' }] }));
}

/** ^C: a question or page is left, what is in sight and runs is stopped, else it is `q`. */
function interrupt(state: State): Step {
  if (state.overlays.length > 0) return still(closeOverlay(state));
  const shown = state.view === 'session' ? state.session : state.view === 'syscalls' ? state.timing : 0;
  return runs(state, shown) ? { state, effects: [{ do: 'stop', id: shown }] } : quit(state);
}

const runs = ({ sessions, timings }: State, id: number): boolean =>
  [...sessions, ...timings].some((each) => each.id === id && !each.error && each.snapshot?.state !== 'ended');
