/** The bar of views: what is written on it, and where. */
import { type State, VIEW_NAMES, type ViewName } from './state.ts';
import { VIEWS } from './views/index.ts';

/** For narrow screens; the view in sight has its name in full. */
const SHORT: Record<ViewName, string> = {
  containers: 'Cont',
  processes: 'Proc',
  namespaces: 'NS',
  images: 'Img',
  sessions: 'Rec',
  doctor: 'Doc',
  session: 'Live',
  syscalls: 'Calls',
};

/** Before the first. */
export const TABS_FROM = 5;

export interface Tab {
  view: ViewName;
  text: string;
  active: boolean;
}

/** The tabs, as wide as there is room for. */
export function tabsOf(state: State): Tab[] {
  const full = tabs(state, (view) => VIEWS[view].title);
  const width = full.reduce((sum, { text }) => sum + text.length, TABS_FROM);
  if (width <= state.size.columns) return full;
  return tabs(state, (view) => (view === state.view ? VIEWS[view].title : SHORT[view]));
}

const tabs = (state: State, title: (view: ViewName) => string): Tab[] =>
  VIEW_NAMES.map((view, at) => ({ view, text: ` ${at + 1} ${title(view)} `, active: view === state.view }));

/** The view whose tab is at a column; undefined: none is. */
export function tabAt(state: State, x: number): ViewName | undefined {
  let to = TABS_FROM;
  return tabsOf(state).find(({ text }) => {
    to += text.length;
    return x >= TABS_FROM && x < to;
  })?.view;
}
