/** All that the UI knows, as plain data: `update` makes the next state of it, views draw it. */
import type { PageSection } from '../../core/page.ts';
import type { ListAnswer, ListName, ListRequest, PageRequest, WireError } from '../../core/wire/types.ts';
import type { Intent } from './keys.ts';
import type { TerminalLook } from './types.ts';
import type { SessionState } from './views/session/state.ts';
import type { TimingState } from './views/syscalls/state.ts';

/** In the order of their numbers. */
export const VIEW_NAMES = [
  'containers',
  'processes',
  'namespaces',
  'images',
  'sessions',
  'doctor',
  'session',
  'syscalls',
] as const;

export type ViewName = (typeof VIEW_NAMES)[number];

/** A table that is browsed. */
export interface TableState {
  request: ListRequest;
  answer: ListAnswer | null;
  /** Why the last reading failed; the answer before it stays. */
  error: WireError | null;
  /** A reading is under way. */
  asked: boolean;
  /** Ticks to wait until it is read again: what takes long to read is read less often. */
  rest: number;
  /** Id of the row the cursor is on; it stays there when rows come and go. */
  selected: string;
  /** Where the cursor is among the rows shown: when its row has gone, it stays there. */
  cursor: number;
  /** The first row in sight. */
  top: number;
  /** Only rows with this text in a cell; with `!` before it, those without. */
  filter: string;
  /** When it is of a target only: the whole table, and the view that Esc goes back to. */
  outer: { whole: TableState; view: ViewName } | null;
}

/** Text that scrolls. */
export interface PageState {
  title: string;
  request: PageRequest;
  sections: PageSection[] | null;
  error: WireError | null;
  /** A reading is under way. */
  asked: boolean;
  top: number;
  /** What Enter does, and its command. */
  enter: { text: string; argv: string[] } | null;
}

/** What stands before the view, and takes the keys. */
export type Overlay =
  | { kind: 'help'; top: number }
  | { kind: 'menu'; title: string; items: MenuItem[]; selected: number }
  | { kind: 'prompt'; title: string; purpose: PromptPurpose; text: string; cursor: number }
  | { kind: 'confirm'; title: string; lines: string[]; yes: Effect[] }
  | { kind: 'page'; page: PageState };

/** A choice; what it does is `effects`, or what an intent means in the view behind the menu. */
export interface MenuItem {
  /** The key that chooses it at once; empty: none. */
  key: string;
  text: string;
  /** The same on the command line, without `spc`; null: it has none (a choice of the UI itself). */
  argv: string[] | null;
  effects: Effect[];
  intent?: Intent;
}

/** What becomes of a prompt's text: see overlays/prompt.ts. */
export type PromptPurpose = 'filter' | 'command' | 'search' | 'pane-filter' | 'save' | 'time';

/** Tracers that have a library of scripts. */
export type ScriptTracer = 'stap' | 'bpftrace';

/** What is to be done outside; see effects.ts. */
export type Effect =
  | { do: 'list'; list: ListName }
  | { do: 'page'; request: PageRequest }
  /** The scripts of a tracer's library, to choose from for a target. */
  | { do: 'examples'; tracer: ScriptTracer; target: string }
  /** An spc command line, wherever it belongs: a session, a timing, or the terminal itself. */
  | { do: 'command'; argv: string[] }
  | { do: 'copy'; text: string }
  | { do: 'stop-process' }
  | { do: 'quit' }
  | SessionEffect;

/** Of sessions and timings: `id` is the UI's own number. */
export type SessionEffect =
  | { do: 'look'; id: number }
  /** `again`: beyond the row that was found last. */
  | { do: 'find'; id: number; back: boolean; again: boolean }
  /** The rows of panes that were at a moment. */
  | { do: 'seek'; id: number; at: number; panes: string[] }
  | { do: 'save'; id: number; path: string }
  | { do: 'stop'; id: number; pane?: string }
  /** What of a timing is in sight. */
  | { do: 'watch'; id: number }
  | { do: 'close'; id: number };

export interface State {
  size: { columns: number; rows: number };
  look: TerminalLook;
  view: ViewName;
  /** The view Esc goes back to. */
  before: ViewName[];
  tables: Record<ListName, TableState>;
  doctor: PageState;
  sessions: SessionState[];
  /** The session in sight, by id; 0: none. */
  session: number;
  timings: TimingState[];
  timing: number;
  overlays: Overlay[];
  /** A line at the bottom; it goes with the next key. */
  message: { text: string; style: 'info' | 'error' } | null;
  /** Keys that were pressed so far of one that has several: `g` of `gg`. */
  pending: string;
  /** Commands that were typed, the newest last. */
  history: string[];
}

/** A state, and what is to be done. */
export interface Step {
  state: State;
  effects: Effect[];
}

/** A table that was not read yet. */
export const newTable = (request: ListRequest, outer: TableState['outer'] = null): TableState => ({
  request,
  answer: null,
  error: null,
  asked: false,
  rest: 0,
  selected: '',
  cursor: 0,
  top: 0,
  filter: '',
  outer,
});

/** A page that was not read yet. */
export const newPage = (title: string, request: PageRequest, enter: PageState['enter'] = null): PageState => ({
  title,
  request,
  sections: null,
  error: null,
  asked: false,
  top: 0,
  enter,
});

/** The state the UI starts with. */
export function startState(look: TerminalLook, size: State['size']): State {
  return {
    size,
    look,
    view: 'containers',
    before: [],
    tables: {
      containers: newTable({ list: 'containers' }),
      processes: newTable({ list: 'processes' }),
      namespaces: newTable({ list: 'namespaces' }),
      images: newTable({ list: 'images' }),
      sessions: newTable({ list: 'sessions' }),
    },
    doctor: newPage('what works here', { page: 'doctor', target: '' }),
    sessions: [],
    session: 0,
    timings: [],
    timing: 0,
    overlays: [],
    message: null,
    pending: '',
    history: [],
  };
}
