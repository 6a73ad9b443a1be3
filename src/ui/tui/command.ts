/** The command line that shows or does what is in sight. */
import type { ListRequest } from '../../core/wire/types.ts';
import type { Overlay, PageState, State } from './state.ts';
import { sessionOf } from './views/session/panes.ts';
import { listName } from './views/table/rows.ts';

/** Without `spc`; null: there is none. */
export function commandOf(state: State): string[] | null {
  const top = state.overlays.at(-1);
  if (top) return overlayCommand(top);
  const list = listName(state.view);
  if (list) return listCommand(state.tables[list].request);
  if (state.view === 'doctor') return ['doctor'];
  if (state.view === 'session') return sessionOf(state)?.argv ?? null;
  return state.timings.find(({ id }) => id === state.timing)?.argv ?? null;
}

function overlayCommand(overlay: Overlay): string[] | null {
  if (overlay.kind === 'menu') return overlay.items[overlay.selected]?.argv ?? null;
  // a session that is not recorded has none
  return overlay.kind === 'page' && overlay.page.request.target !== '' ? pageCommand(overlay.page) : null;
}

function pageCommand({ enter, request: { page, target, engine } }: PageState): string[] {
  if (enter) return enter.argv;
  if (page === 'inspect') return ['inspect', target];
  return page === 'session' ? ['session', 'show', target] : ['privileges', ...engineOption(engine), target];
}

/** For commands that must be told. */
export const engineOption = (engine = ''): string[] => (engine === '' ? [] : ['--engine', engine]);

const LIST_COMMANDS: Record<ListRequest['list'], (request: ListRequest) => string[]> = {
  containers: ({ all }) => ['ps', '--containers', ...(all ? ['--all'] : [])],
  processes: ({ tree, all, target }) => (tree ? treeCommand(all, target) : ['ps', ...(all ? ['--all'] : [])]),
  namespaces: () => ['ns'],
  images: () => ['images'],
  sessions: () => ['session', 'ls'],
};

const treeCommand = (all = false, target?: string) => ['tree', ...(all ? ['--kernel'] : target ? [] : ['--all'])];

function listCommand(request: ListRequest): string[] {
  const { list, target, sort, tree } = request;
  const order = sort === undefined || tree ? [] : [`--sort=${sort}`];
  return [...LIST_COMMANDS[list](request), ...order, ...(target === undefined ? [] : [target])];
}
