/** Where things are on the screen. */
import type { State } from './state.ts';
import type { Area } from './view.ts';

/** The bar of views above, the status line and the line of keys below. */
export const TOP_ROWS = 1;
export const BOTTOM_ROWS = 2;

/** A smaller window cannot be drawn in. */
export const LEAST = { columns: 40, rows: 8 } as const;

export const isTooSmall = ({ size: { columns, rows } }: State): boolean => columns < LEAST.columns || rows < LEAST.rows;

/** The view's part of the screen. */
export const viewArea = ({ size: { columns, rows } }: State): Area => ({
  width: columns,
  height: Math.max(1, rows - TOP_ROWS - BOTTOM_ROWS),
});
