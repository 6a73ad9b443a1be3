/** What a view is; views/index.ts closes the table. */
import type { ReactElement } from 'react';
import type { Intent, KeyPlace } from './keys.ts';
import type { UiMsg } from './msg.ts';
import type { State, Step } from './state.ts';

/** Where a view is drawn. */
export interface Area {
  width: number;
  height: number;
}

export interface View {
  /** Its name on the bar. */
  title: string;
  /** Places of the key table that count here, the nearest first. */
  places: readonly KeyPlace[];
  /** A key was pressed. `key`: which, for intents that several have. */
  update(state: State, intent: Intent, key: string): Step;
  /** The mouse, in cells from the view's own corner. */
  mouse?(state: State, mouse: Extract<UiMsg, { kind: 'mouse' }>): Step;
  /** What is to be read when it comes in sight, and now and then. */
  tick?(state: State): Step;
  draw(props: { state: State; area: Area }): ReactElement;
}

/** A state with nothing to be done. */
export const still = (state: State): Step => ({ state, effects: [] });
