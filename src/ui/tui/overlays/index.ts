/** What stands before the view, by kind. */
import type { ReactElement } from 'react';
import type { Intent, KeyPlace } from '../keys.ts';
import type { UiMsg } from '../msg.ts';
import type { Overlay, State, Step } from '../state.ts';
import type { Area } from '../view.ts';
import { CONFIRM } from './confirm.tsx';
import { HELP } from './help.tsx';
import { MENU } from './menu.tsx';
import { PAGE } from './page.tsx';
import { PROMPT } from './prompt.tsx';

export interface OverlayView {
  places: readonly KeyPlace[];
  /** A key before it gets a meaning: what takes text; undefined: it has one. */
  key?(state: State, key: string): Step | undefined;
  update?(state: State, intent: Intent): Step | undefined;
  /** What was pasted; undefined: it is not taken. */
  paste?(state: State, text: string): Step | undefined;
  /** In cells from the view's corner. */
  mouse?(state: State, mouse: Extract<UiMsg, { kind: 'mouse' }>): Step;
  /** Drawn in the view's place, not before it. */
  full?: boolean;
  draw(props: { state: State; area: Area }): ReactElement | null;
}

export const OVERLAYS: Record<Overlay['kind'], OverlayView> = {
  help: HELP,
  menu: MENU,
  prompt: PROMPT,
  confirm: CONFIRM,
  page: PAGE,
};
