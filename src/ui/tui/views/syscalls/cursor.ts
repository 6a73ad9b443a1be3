/** The cursor of a timing's table, and by which column it is sorted. */
import type { ListAnswer } from '../../../../core/wire/types.ts';
import type { TimingState } from './state.ts';

const rowsOf = ({ snapshot }: TimingState) => snapshot?.table.rows ?? [];

/** The cursor on a row; `height`: rows there is room for. */
export function moved(timing: TimingState, to: number, height: number): TimingState {
  const rows = rowsOf(timing);
  const cursor = Math.max(0, Math.min(to, rows.length - 1));
  const top = Math.max(0, Math.min(Math.max(timing.top, cursor - height + 1), cursor, rows.length - height));
  return { ...timing, cursor, top: Math.max(top, cursor - height + 1), selected: rows[cursor]?.id ?? '' };
}

/** The cursor on the call it was on, wherever that is now; on none where none was chosen. */
export function followed(timing: TimingState, height: number): TimingState {
  if (timing.selected === '') return timing;
  const at = rowsOf(timing).findIndex(({ id }) => id === timing.selected);
  return moved(timing, at >= 0 ? at : timing.cursor, height);
}

/** The column it is sorted by, and how. */
export function sortOf({ snapshot, sort }: TimingState): { key: string; falling: boolean } {
  const by = sort || snapshot?.sort || '';
  return { key: by.replace(/^-/, ''), falling: by.startsWith('-') };
}

/** By the column so many on among those there are: numbers the largest first. */
export function sortedOn(timing: TimingState, by: number): string {
  const columns = columnsOf(timing.snapshot?.table);
  const at = columns.findIndex(({ key }) => key === sortOf(timing).key);
  const next = columns[(at + by + columns.length) % columns.length];
  return next ? (next.right ? `-${next.key}` : next.key) : timing.sort;
}

export const reversed = (timing: TimingState): string => {
  const { key, falling } = sortOf(timing);
  return falling ? key : `-${key}`;
};

const columnsOf = (table: ListAnswer | undefined) => table?.columns ?? [];
