/** Where a session's parts are on the screen: its header, notes, charts, and the panes. */
import type { PaneSnapshot } from '../../../../core/wire/session.ts';
import type { Area } from '../../view.ts';
import { focused, panesOf } from './panes.ts';
import type { SessionState } from './state.ts';
import { timeWidth } from './times.ts';

export interface PanePlace extends Area {
  pane: PaneSnapshot;
  x: number;
  y: number;
  /** Rows of its own that are no events: the title, and what it costs. */
  head: number;
  /** Cells of a row's time: the same in all panes, so that one can be read off beside the other. */
  time: number;
}

export interface SessionPlaces {
  /** Lines of notes below the header's one. */
  notes: number;
  /** Lines that tell why it failed, below them. */
  errors: number;
  /** Lines of charts below them; 0: none. */
  charts: number;
  panes: PanePlace[];
}

const HEADER_ROWS = 1;
const CHART_ROWS = 8;
/** Charts are drawn where panes keep this many lines beside them. */
const PANE_ROWS_BESIDE_CHARTS = 7;
const LEAST_PANE = { width: 30, height: 3 } as const;
/** A column of panes that is narrower shows little of a line. */
const COLUMN_WIDTH = 56;
/** Panes so high have a line for the command and its cost. */
const HEIGHT_WITH_COST = 7;

/** The places of what there is room for. Panes without room are left out, the one with the keys never. */
export function placesOf(session: SessionState, { width, height }: Area): SessionPlaces {
  const notes = noteRows(session, height);
  const shown = session.maximised ? panesOf(session).filter((pane) => pane === focused(session)) : panesOf(session);
  const errors = errorRows(session, height);
  const room = height - HEADER_ROWS - notes - errors;
  const columns = session.layout === 'beside' ? columnsFor(shown.length, width) : 1;
  const charts = chartRows(session, Math.ceil(shown.length / columns), room);
  const top = HEADER_ROWS + notes + errors + charts;
  return {
    notes,
    errors,
    charts,
    panes: grid(inSight(session, shown, columns, height - top), columns, width, height - top, top),
  };
}

function noteRows({ snapshot }: SessionState, height: number): number {
  const some = snapshot?.notes.length ?? 0;
  return Math.min(some, height >= 32 ? 2 : height >= 16 ? 1 : 0);
}

/** An empty line, what, why, and what may help; what there is of panes keeps a little room. */
function errorRows({ error, snapshot }: SessionState, height: number): number {
  if (!error) return 0;
  const most = snapshot?.panes.length ? height - HEADER_ROWS - 2 * LEAST_PANE.height : height;
  return Math.max(0, Math.min(error.why ? 4 : 3, most));
}

function chartRows({ charts, snapshot }: SessionState, lines: number, room: number): number {
  // nothing that has happened yet is no curve
  if (!charts || !snapshot?.panes.some(({ total }) => total > 0)) return 0;
  return room - CHART_ROWS >= Math.max(1, lines) * PANE_ROWS_BESIDE_CHARTS ? CHART_ROWS : 0;
}

function columnsFor(panes: number, width: number): number {
  const most = Math.max(1, Math.floor((width + 1) / (LEAST_PANE.width + 1)));
  return Math.max(1, Math.min(panes, most, Math.max(2, Math.floor(width / COLUMN_WIDTH))));
}

/** As many of the panes as have room, the one with the keys among them. */
function inSight(
  session: SessionState,
  panes: readonly PaneSnapshot[],
  columns: number,
  height: number,
): readonly PaneSnapshot[] {
  const most = columns * Math.max(1, Math.floor(height / LEAST_PANE.height));
  const at = panes.findIndex(({ name }) => name === focused(session)?.name);
  const from = Math.max(0, Math.min(at - Math.floor(most / 2), panes.length - most));
  return panes.slice(from, from + most);
}

function grid(
  panes: readonly PaneSnapshot[],
  columns: number,
  width: number,
  height: number,
  top: number,
): PanePlace[] {
  const lines = Math.ceil(panes.length / columns);
  const time = timeWidth(Math.floor((width + 1) / columns) - 1);
  return panes.map((pane, at) => {
    const line = Math.floor(at / columns);
    const inLine = Math.min(columns, panes.length - line * columns);
    const [y, rows] = share(height, lines, line);
    // a column between two panes is the rule's
    const [x, wide] = share(width + 1, inLine, at % columns);
    return { pane, x, y: top + y, width: wide - 1, height: rows, head: rows >= HEIGHT_WITH_COST ? 2 : 1, time };
  });
}

/** Where the at-th of equal parts begins, and how large it is; the first have what is left over. */
function share(whole: number, parts: number, at: number): [from: number, size: number] {
  const size = Math.floor(whole / parts);
  const over = whole - size * parts;
  return [at * size + Math.min(at, over), size + (at < over ? 1 : 0)];
}

/** Rows of events a pane shows. */
export const bodyHeight = ({ height, head }: Pick<PanePlace, 'height' | 'head'>): number => Math.max(0, height - head);
