/** Where the parts of a timing are on the screen. */
import type { Area } from '../../view.ts';
import type { TimingState } from './state.ts';

export interface TimingPlaces {
  notes: number;
  /** Lines of charts; 0: none. */
  charts: number;
  /** With its headings; height 0: there is none. Where the histogram has the room, the one call's figures. */
  table: Area;
  /** Beside the table, or alone; width 0: there is none. */
  histogram: Area;
}

/** What runs, what measures it, what that costs. */
export const HEADER_ROWS = 2;
const CHART_ROWS = 8;
const LEAST_TABLE = 8;
const HISTOGRAM_WIDTH = 48;
const LEAST_WIDTH_FOR_BOTH = 120;
const MAX_NOTES = 2;

export function placesOf({ snapshot, charts, large, selected }: TimingState, { width, height }: Area): TimingPlaces {
  const some = snapshot ? snapshot.notes.length + snapshot.table.gaps.length : 0;
  const notes = height >= 16 ? Math.min(MAX_NOTES, some) : 0;
  const room = Math.max(0, height - HEADER_ROWS - notes);
  const chartRows = charts && snapshot && room - CHART_ROWS >= LEAST_TABLE ? CHART_ROWS : 0;
  const rest = room - chartRows;
  if (large) {
    const figures = Math.min(selected === '' ? 0 : 2, rest);
    return {
      notes,
      charts: chartRows,
      table: { width, height: figures },
      histogram: { width, height: rest - figures },
    };
  }
  const beside = width >= LEAST_WIDTH_FOR_BOTH ? HISTOGRAM_WIDTH : 0;
  return {
    notes,
    charts: chartRows,
    table: { width: width - beside - (beside && 1), height: rest },
    histogram: { width: beside, height: rest },
  };
}
