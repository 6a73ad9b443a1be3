/** A session's view: which panes, and what is in sight of each. */

import type { SessionHeader } from '../../../../core/session/types.ts';
import type { Look, Snapshot } from '../../../../core/wire/session.ts';
import type { WireError } from '../../../../core/wire/types.ts';

/** What the user has chosen for a pane. Rows are counted among those kept. */
export interface PaneChoice {
  /** The row at the top; null: it follows the end. */
  top: number | null;
  /** Rows there were when it stopped following: those since are new. */
  left: number;
  filter: string;
  /** What was searched for last; empty: nothing. */
  search: string;
  /** The row the cursor is on; -1: none, as long as it follows. */
  cursor: number;
  /** A selection goes from here to the cursor; -1: none. */
  mark: number;
  /** Cells that are out of sight on the left, where lines are cut. */
  shift: number;
}

export interface SessionState {
  id: number;
  /** The command line it came from, without `spc`. */
  argv: string[];
  /** null until it has begun. */
  header: SessionHeader | null;
  error: WireError | null;
  progress: string;
  snapshot: Snapshot | null;
  /** What was asked to be in sight last, and what `snapshot` was made for. */
  asked: Look;
  answered: Look;
  panes: Record<string, PaneChoice>;
  /** Name of the pane that has the keys; empty: the first. */
  focus: string;
  layout: 'stacked' | 'beside';
  maximised: boolean;
  wrap: boolean;
  charts: boolean;
  times: 'clock' | 'relative';
  /** Names of panes that followed when it was paused; null: it is not. */
  paused: string[] | null;
  /** The moment at which all panes are, while the cursor moves them together; null: each moves for itself. */
  together: number | null;
  /** A pane as it was before its filter was typed, and the time of what was in sight; null: it followed. */
  before: { choice: PaneChoice; at: number | null } | null;
}

/** A session that is being started. */
export const newSession = (id: number, argv: string[]): SessionState => ({
  id,
  argv,
  header: null,
  error: null,
  progress: 'starting',
  snapshot: null,
  asked: { panes: [] },
  answered: { panes: [] },
  panes: {},
  focus: '',
  layout: 'stacked',
  maximised: false,
  wrap: false,
  charts: true,
  times: 'clock',
  paused: null,
  together: null,
  before: null,
});

const FOLLOWING: PaneChoice = { top: null, left: 0, filter: '', search: '', cursor: -1, mark: -1, shift: 0 };

const AT_BEGINNING: PaneChoice = { ...FOLLOWING, top: 0, cursor: 0 };

/** A record is read from its beginning; what happens now is watched at the end. */
export const newChoice = (replay: boolean): PaneChoice => (replay ? AT_BEGINNING : FOLLOWING);
