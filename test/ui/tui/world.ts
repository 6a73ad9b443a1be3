/** States of the terminal UI for tests, and what becomes of them. */
import { renderToString } from 'ink';
import { createElement } from 'react';
import type { ListAnswer, ListName, ListRow } from '../../../src/core/wire/types.ts';
import { Screen } from '../../../src/ui/tui/app.tsx';
import type { UiMsg } from '../../../src/ui/tui/msg.ts';
import { type Effect, type State, startState } from '../../../src/ui/tui/state.ts';
import type { TerminalLook } from '../../../src/ui/tui/types.ts';
import { update } from '../../../src/ui/tui/update.ts';

export const LOOK: TerminalLook = { colors: 'none', unicode: true, mouse: true };

export const start = (columns = 80, rows = 24): State => startState(LOOK, { columns, rows });

/** The state after these messages, and all that was to be done. */
export function told(state: State, ...messages: UiMsg[]): { state: State; effects: Effect[] } {
  const effects: Effect[] = [];
  let now = state;
  for (const msg of messages) {
    const step = update(now, msg);
    now = step.state;
    effects.push(...step.effects);
  }
  return { state: now, effects };
}

/** The same, of keys. */
export const pressed = (state: State, ...keys: string[]) =>
  told(state, ...keys.map((key): UiMsg => ({ kind: 'key', key })));

const COLUMNS: [key: string, header: string, right?: boolean, spare?: boolean][] = [
  ['name', 'NAME'],
  ['kind', 'KIND'],
  ['pid', 'PID', true, true],
  ['cpu', 'CPU%', true],
  ['image', 'IMAGE'],
];

export const row = (target: string, more: Partial<ListRow> = {}): ListRow => ({
  id: `id of ${target}`,
  cells: [target, 'service', '42', '0.5', 'localhost/image'],
  target,
  mark: '',
  engine: '',
  ...more,
});

export const answerOf = (rows: ListRow[], gaps: string[] = []): ListAnswer => ({
  columns: COLUMNS.map(([key, header, right = false, spare = false]) => ({
    key,
    header,
    about: '',
    right,
    spare,
    whole: false,
  })),
  rows,
  gaps,
});

/** What a list answers to what it was asked last. */
export const listed = (state: State, list: ListName, answer: ListAnswer, took = 1): UiMsg => ({
  kind: 'listed',
  request: state.tables[list].request,
  answer,
  took,
});

/** The view of containers with these. */
export function withContainers(state: State, rows: ListRow[], gaps: string[] = []): State {
  const asked = told(state, { kind: 'tick' }).state;
  return told(asked, listed(asked, 'containers', answerOf(rows, gaps))).state;
}

/** The screen as lines. */
export const frame = (state: State): string[] =>
  renderToString(createElement(Screen, { state }), { columns: state.size.columns }).split('\n');
