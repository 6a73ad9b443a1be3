/** A session as the terminal UI sees it: a pane a tracer, of each the rows in sight. All times in nanoseconds since it began. */
import type { TracerName } from '../events.ts';

/** What is in sight. A pane that is not named is not drawn: its rows are not asked for. */
export interface Look {
  panes: PaneLook[];
}

export interface PaneLook {
  name: string;
  /** The row at the top, counted from 0 among those the filter lets through, those that made way included; null: the last ones, as they come. */
  top: number | null;
  /** Rows that are wanted at most. */
  height: number;
  /** Which rows there are: text they contain in any case, `/regular expression/`, `!` before either for those without; empty: all. */
  filter: string;
}

/** How a row strikes the eye. */
export type RowStyle = '' | 'dim' | 'red' | 'yellow' | 'alarm';

export interface Row {
  /** Counted from the pane's first, whatever the filter. */
  index: number;
  at: number;
  /** Without the time; sanitised. */
  text: string;
  style: RowStyle;
}

/** `failed`: it could not be started, or fell over; `notes` of the pane say why. */
export type PaneStatus = 'starting' | 'running' | 'ended' | 'failed';

export interface PaneSnapshot {
  name: string;
  tracer: TracerName;
  /** The tool's command line, or what is replayed. */
  title: string;
  status: PaneStatus;
  /** Why it ended, or failed; empty: it has not. */
  reason: string;
  /** What it costs the target, in a sentence; may be empty. */
  cost: string;
  /** Rows there are, and those the filter lets through. */
  total: number;
  kept: number;
  /** The first of those kept that can still be read: older rows made way. 0: none did. */
  first: number;
  /** The filter has not seen all rows yet. */
  scanning: boolean;
  /** The filter is no regular expression; why. */
  badFilter: string;
  /** The row at the top of `rows` among those kept. */
  top: number;
  rows: Row[];
  /** Events lost that were counted; and whether more were. */
  lost: number;
  lostMore: boolean;
  /** Events in each of the last seconds, the newest (still running) last; at most RATE_SECONDS. And how many were lost in it. */
  rates: number[];
  losses: number[];
}

/** So far back rates are kept. */
export const RATE_SECONDS = 120;

export interface Snapshot {
  /** Now; in a replay, the time of the last event read. */
  at: number;
  state: 'starting' | 'running' | 'ending' | 'ended';
  /** How it ended, one line; empty: it has not. */
  end: string;
  replay: boolean;
  /** The session directory; null: it is not recorded. */
  directory: string | null;
  /** In the order they were started. */
  panes: PaneSnapshot[];
  /** The last lines that were told of the session as a whole, warnings and losses among them; sanitised. */
  notes: { at: number; text: string; style: RowStyle }[];
}

export interface Seek {
  pane: string;
  filter: string;
  /** As a filter is written. */
  text: string;
  /** A row among those kept: the first that is looked at, and onwards or back from it. */
  from: number;
  back: boolean;
}

/** A row among those kept. `wrapped`: it lies on the other side of `from`. */
export interface Found {
  row: number;
  wrapped: boolean;
}

export interface Sought {
  at: number;
  /** Which rows there are in each pane, as in Look. */
  filters: Record<string, string>;
}

/** Pane → the last row among those kept that is not later than the moment; 0 when all are. */
export type Tops = Record<string, number>;

export interface SaveRequest {
  pane: string;
  filter: string;
  /** Rows among those kept, both included. */
  from: number;
  to: number;
  /** undefined: a new name in the directory spc was started in. */
  path?: string;
}

export interface Saved {
  path: string;
  rows: number;
}
