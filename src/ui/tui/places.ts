/** Where the user is: the view, and what stands before it. */
import { newTable, type Overlay, type State, type ViewName } from './state.ts';

/** Another view; `update` asks for what it wants to read. */
export function show(state: State, view: ViewName): State {
  if (view === state.view) return { ...state, overlays: [] };
  return { ...state, view, before: [...state.before.filter((each) => each !== view), state.view], overlays: [] };
}

/** A question or a page in front of the view. */
export const open = (state: State, overlay: Overlay): State => ({ ...state, overlays: [...state.overlays, overlay] });

/** The one on top away. */
export const closeOverlay = (state: State): State => ({ ...state, overlays: state.overlays.slice(0, -1) });

/** The one on top changed. */
export const withTop = (state: State, overlay: Overlay): State => open(closeOverlay(state), overlay);

type Prompt = Extract<Overlay, { kind: 'prompt' }>;

/** A line to be typed. */
export const prompt = (state: State, purpose: Prompt['purpose'], title: string, text: string): State =>
  open(state, { kind: 'prompt', purpose, title, text, cursor: [...text].length });

/** A table of what belongs to a target only; the whole one is kept. */
export function drillDown(state: State, list: 'processes' | 'namespaces', target: string): State {
  const before = state.tables[list];
  const table = newTable({ list, target }, { whole: before.outer?.whole ?? before, view: state.view });
  return show({ ...state, tables: { ...state.tables, [list]: table } }, list);
}

/** The whole table again, where one of a target is shown. */
export function drillUp(state: State, view: ViewName): State {
  if (view !== 'processes' && view !== 'namespaces') return state;
  const { outer } = state.tables[view];
  return outer ? { ...state, tables: { ...state.tables, [view]: { ...outer.whole, asked: false } } } : state;
}

/** The view that this one is left for; undefined: there is none. */
export function viewBefore({ view, tables, before }: State): ViewName | undefined {
  const outer = view === 'processes' || view === 'namespaces' ? tables[view].outer : null;
  return outer?.view ?? before.at(-1);
}
