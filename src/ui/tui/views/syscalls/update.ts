/** What keys mean in a timing of system calls. */

import { shellQuote } from '../../../../core/label/quote.ts';
import { everywhere } from '../../everywhere.ts';
import { viewArea } from '../../geometry.ts';
import type { Intent } from '../../keys.ts';
import type { UiMsg } from '../../msg.ts';
import { neighbour } from '../../open-ones.ts';
import { open } from '../../places.ts';
import type { Effect, State, Step } from '../../state.ts';
import { still } from '../../view.ts';
import { moved, reversed, sortedOn } from './cursor.ts';
import { HEADER_ROWS, placesOf } from './places.ts';
import type { TimingState } from './state.ts';
import { timingOf, withTiming } from './timings.ts';

type Meaning = (state: State, timing: TimingState, key: string) => Step;

/** A key in the view of system calls. */
export function updateTiming(state: State, intent: Intent, key: string): Step {
  const timing = timingOf(state);
  if (timing) return MEANINGS[intent]?.(state, timing, key) ?? still(state);
  return intent === 'out' ? leave(state) : still(state);
}

/** Rows of the table that are in sight. */
export const rowsInSight = (state: State, timing: TimingState): number =>
  Math.max(1, placesOf(timing, viewArea(state)).table.height - 1);

const changed =
  (change: (timing: TimingState, key: string) => TimingState): Meaning =>
  (state, _, key) =>
    still(withTiming(state, (timing) => change(timing, key)));

const move =
  (to: (timing: TimingState, height: number) => number): Meaning =>
  (state, timing) => {
    const height = rowsInSight(state, timing);
    // the first key takes hold of the first row
    const at = timing.selected === '' ? 0 : to(timing, height);
    return still(withTiming(state, (each) => moved(each, at, height)));
  };

const MEANINGS: Partial<Record<Intent, Meaning>> = {
  down: move(({ cursor }) => cursor + 1),
  up: move(({ cursor }) => cursor - 1),
  'page-down': move(({ cursor }, height) => cursor + height),
  'page-up': move(({ cursor }, height) => cursor - height),
  first: move(() => 0),
  last: move(({ snapshot }) => (snapshot?.table.rows.length ?? 1) - 1),
  large: changed((timing) => ({ ...timing, large: !timing.large })),
  'all-calls': changed((timing) => ({ ...timing, selected: '' })),
  sort: changed((timing, key) => ({ ...timing, sort: sortedOn(timing, key === '<' ? -1 : 1) })),
  reverse: changed((timing) => ({ ...timing, sort: reversed(timing) })),
  charts: changed((timing) => ({ ...timing, charts: !timing.charts })),
  'show-command': (state, { argv }) =>
    still({ ...state, message: { text: `${shellQuote(['spc', ...argv])}   (y copies it)`, style: 'info' } }),
  'stop-pane': (state, { id }) => ({ state, effects: [{ do: 'stop', id }] }),
  close,
  'next-open': toOpen(1),
  'previous-open': toOpen(-1),
  out: (state, timing) => {
    if (timing.large) return still(withTiming(state, (each) => ({ ...each, large: false })));
    return timing.selected === '' ? leave(state) : still(withTiming(state, (each) => ({ ...each, selected: '' })));
  },
};

const leave = (state: State): Step => everywhere(state, 'back', '') ?? still(state);

function close(state: State, { id, argv, error, snapshot }: TimingState): Step {
  const effects: Effect[] = [{ do: 'close', id }];
  if (error || snapshot?.state === 'ended') return { state, effects };
  const lines = [shellQuote(['spc', ...argv])];
  return still(open(state, { kind: 'confirm', title: 'Stop it, and close the timing?', lines, yes: effects }));
}

function toOpen(by: number): Meaning {
  return (state, timing) => still({ ...state, timing: neighbour(state.timings, timing, by)?.id ?? timing.id });
}

/** A click takes a call, a second one shows its histogram alone; the wheel moves the cursor. */
export function timingMouse(state: State, { what, x, y }: Extract<UiMsg, { kind: 'mouse' }>): Step {
  const timing = timingOf(state);
  if (!timing) return still(state);
  const { notes, charts, table } = placesOf(timing, viewArea(state));
  const height = rowsInSight(state, timing);
  const to = (row: number) => withTiming(state, (each) => moved(each, row, height));
  if (what === 'wheel-down' || what === 'wheel-up') return still(to(timing.cursor + (what === 'wheel-down' ? 3 : -3)));
  const row = timing.top + y - HEADER_ROWS - notes - charts - 1;
  const isRow = x < table.width && row >= timing.top && row < (timing.snapshot?.table.rows.length ?? 0);
  if (timing.large || !isRow) return still(state);
  const next = to(row);
  return still(what === 'double' ? withTiming(next, (each) => ({ ...each, large: true })) : next);
}
