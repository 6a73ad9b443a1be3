/** A line that is typed, in place of the status line. */
import { Text } from 'ink';
import type { ReactElement } from 'react';
import { literalText, tokenise } from '../../../core/label/shlex.ts';
import { edited, inserted, type Line } from '../line.ts';
import { closeOverlay, withTop } from '../places.ts';
import type { Overlay, PromptPurpose, State, Step } from '../state.ts';
import { toWidth, widthOf } from '../text.ts';
import { styleOf } from '../theme.ts';
import type { TerminalLook } from '../types.ts';
import { still } from '../view.ts';
import { type Purpose, SESSION_PROMPTS } from '../views/session/prompts.ts';
import { listName } from '../views/table/rows.ts';
import { filtered } from '../views/table/update.ts';
import type { OverlayView } from './index.ts';

type Prompt = Extract<Overlay, { kind: 'prompt' }>;
const promptOf = (state: State) => state.overlays.at(-1) as Prompt;

const filter = (state: State, text: string): State => {
  const list = listName(state.view);
  return list ? filtered(state, list, text) : state;
};

/** What is done with the text. */
const PURPOSES: Record<PromptPurpose, Purpose> = {
  filter: { typed: filter, left: (state) => filter(state, '') },
  command: { entered: runCommand },
  ...SESSION_PROMPTS,
};

/** No more lines than anyone goes back through. */
const MAX_HISTORY = 100;

/** Words as a shell would split them; nothing is expanded. A line that is none stays, to be mended. */
function runCommand(state: State, text: string): Step {
  const words = wordsOf(text);
  if (words === undefined)
    return still({
      ...state,
      overlays: [
        ...state.overlays,
        { kind: 'prompt', purpose: 'command', title: 'spc ', text, cursor: [...text].length },
      ],
      message: { text: 'a quote or $( is not closed', style: 'error' },
    });
  const argv = words[0] === 'spc' ? words.slice(1) : words;
  if (argv.length === 0) return still(state);
  const history = [...state.history.filter((line) => line !== text), text].slice(-MAX_HISTORY);
  return { state: { ...state, history }, effects: [{ do: 'command', argv }] };
}

function wordsOf(text: string): string[] | undefined {
  try {
    return tokenise(text).map(literalText);
  } catch {
    return undefined;
  }
}

function withLine(state: State, line: Line): Step {
  const next = withTop(state, { ...promptOf(state), ...line });
  return still(PURPOSES[promptOf(state).purpose].typed?.(next, line.text) ?? next);
}

/** An older command, or a newer one; past the newest the line is empty. */
function recalled(state: State, by: number): Step {
  const { purpose, text } = promptOf(state);
  if (purpose !== 'command') return still(state);
  const at = state.history.lastIndexOf(text);
  const to = (at < 0 ? state.history.length : at) + by;
  const line = state.history[Math.max(0, to)] ?? '';
  return withLine(state, { text: line, cursor: [...line].length });
}

export const PROMPT: OverlayView = {
  places: ['prompt'],
  key: (state, key) => {
    const prompt = promptOf(state);
    const { entered, left } = PURPOSES[prompt.purpose];
    const closed = closeOverlay(state);
    if (key === 'Enter') return entered?.(closed, prompt.text) ?? still(closed);
    if (key === 'Esc' || key === 'C-c') return still(left?.(closed) ?? closed);
    if (key === 'Up' || key === 'Down') return recalled(state, key === 'Up' ? -1 : 1);
    if (key === 'Backspace' && prompt.text === '') return still(left?.(closed) ?? closed);
    const line = edited(prompt, key);
    return line ? withLine(state, line) : still(state);
  },
  paste: (state, text) => withLine(state, inserted(promptOf(state), text)),
  draw: () => null,
};

/** The prompt on top, for the status line; undefined: there is none. */
export function topPrompt({ overlays }: State): Prompt | undefined {
  const top = overlays.at(-1);
  return top?.kind === 'prompt' ? top : undefined;
}

/** The line with its cursor, scrolled to where that is. */
export function PromptLine({
  prompt,
  look,
  width,
}: {
  prompt: Prompt;
  look: TerminalLook;
  width: number;
}): ReactElement {
  const chars = [...prompt.text];
  const room = Math.max(4, width - widthOf(prompt.title) - 2);
  const from = Math.max(0, prompt.cursor - room + 1);
  const shown = (text: string[]) => toWidth(text.join(''), Math.min(room, widthOf(text.join(''))));
  return (
    <Text wrap="truncate">
      <Text {...styleOf(look, 'key')}>{` ${prompt.title}`}</Text>
      <Text>{shown(chars.slice(from, prompt.cursor))}</Text>
      <Text inverse>{shown([chars[prompt.cursor] ?? ' '])}</Text>
      <Text>{shown(chars.slice(prompt.cursor + 1, from + room))}</Text>
    </Text>
  );
}
