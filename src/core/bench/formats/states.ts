/** How a state looks: by a sign and a word, so that colour is never all there is. */
import type { State } from '../types.ts';
import type { TextStyle } from './format.ts';

export interface StateLook {
  sign: string;
  word: string;
  style: TextStyle;
}

/** What asks most for attention first: the order of every table of counts. */
export const STATE_LOOKS = {
  fail: { sign: '✗', word: 'FAIL', style: 'red' },
  error: { sign: '!', word: 'error', style: 'yellow' },
  waived: { sign: '~', word: 'waived', style: 'yellow' },
  note: { sign: '?', word: 'note', style: 'cyan' },
  info: { sign: 'i', word: 'info', style: 'cyan' },
  'not-applicable': { sign: '·', word: 'n/a', style: 'dim' },
  pass: { sign: '✓', word: 'pass', style: 'green' },
} as const satisfies Record<State, StateLook>;

/** The states in that order. */
export const STATE_ORDER = Object.keys(STATE_LOOKS) as State[];
