/**
 * What a terminal sends → keys by their names in keys.ts, what was pasted, and the mouse. Sequences as in xterm's ctlseqs,
 * and those of the Linux console (console_codes(4)). Ink's own reading of the keyboard knows neither mouse nor F-keys.
 */
import type { UiMsg } from './msg.ts';

type Mouse = Extract<UiMsg, { kind: 'mouse' }>;

const ESC = '\x1b';
const PASTE = { begin: '\x1b[200~', end: '\x1b[201~' } as const;
/** A sequence that may become longer, and does not within this time, is keys: Esc, and what follows. */
export const ESCAPE_MS = 40;
/** UTF-16 units of a paste; no command line is longer. */
const MAX_PASTE = 100_000;

/** Final character of CSI or SS3 → key. */
const LETTERS: Readonly<Record<string, string>> = {
  A: 'Up',
  B: 'Down',
  C: 'Right',
  D: 'Left',
  H: 'Home',
  F: 'End',
  Z: 'S-Tab',
  P: 'F1',
  Q: 'F2',
  R: 'F3',
  S: 'F4',
};

/** Number before `~` → key. */
const NUMBERS: Readonly<Record<string, string>> = {
  1: 'Home',
  2: 'Insert',
  3: 'Delete',
  4: 'End',
  5: 'PgUp',
  6: 'PgDn',
  7: 'Home',
  8: 'End',
  11: 'F1',
  12: 'F2',
  13: 'F3',
  14: 'F4',
  15: 'F5',
  17: 'F6',
  18: 'F7',
  19: 'F8',
  20: 'F9',
  21: 'F10',
  23: 'F11',
  24: 'F12',
};

const CONTROLS: Readonly<Record<string, string>> = {
  '\r': 'Enter',
  '\n': 'Enter',
  '\t': 'Tab',
  '\b': 'Backspace',
  '\x7f': 'Backspace',
  ' ': 'Space',
};

const CSI = sequence(String.raw`\[([<=>?]?[\d;:]*)([ -/]*)([@-~])`);
const LINUX_FUNCTION = sequence(String.raw`\[\[([A-E])`);
const SS3 = sequence('O([A-Za-z])');
/** It may still become one of them. */
const UNFINISHED = sequence(String.raw`(?:\[(?:\[|[<=>?]?[\d;:]*[ -/]*)?|O)?$`);

function sequence(pattern: string): RegExp {
  return new RegExp(`^${ESC}${pattern}`);
}

/** Puts what is read together to messages; what is incomplete waits. */
export class KeyReader {
  #rest = '';

  /** What a chunk completes. */
  push(chunk: string): UiMsg[] {
    this.#rest += chunk;
    const messages: UiMsg[] = [];
    while (this.#rest !== '' && !this.isWaiting) this.#take(messages);
    return messages;
  }

  /** No more comes: Esc was pressed, and what follows it. A paste goes on. */
  flush(): UiMsg[] {
    if (!this.isWaiting || this.#rest.startsWith(PASTE.begin)) return [];
    const [, ...keys] = this.#rest;
    this.#rest = '';
    return [keyMsg('Esc'), ...keys.map(plainKey)];
  }

  /** Something is incomplete. */
  get isWaiting(): boolean {
    if (this.#rest.startsWith(PASTE.begin)) return !this.#rest.includes(PASTE.end);
    return UNFINISHED.test(this.#rest);
  }

  #take(messages: UiMsg[]): void {
    const { msg, length } = this.#rest.startsWith(PASTE.begin) ? pasted(this.#rest) : first(this.#rest);
    this.#rest = this.#rest.slice(length);
    if (msg) messages.push(msg);
  }
}

interface Taken {
  /** undefined: a sequence that means nothing here. */
  msg: UiMsg | undefined;
  length: number;
}

function pasted(text: string): Taken {
  const end = text.indexOf(PASTE.end);
  const from = PASTE.begin.length;
  const msg = { kind: 'text' as const, text: text.slice(from, Math.min(end, from + MAX_PASTE)) };
  return { msg, length: end + PASTE.end.length };
}

function first(text: string): Taken {
  const csi = CSI.exec(text);
  if (csi && !LINUX_FUNCTION.test(text)) return { msg: csiMsg(csi), length: csi[0].length };
  const other = LINUX_FUNCTION.exec(text) ?? SS3.exec(text);
  if (other) return { msg: otherMsg(other), length: other[0].length };
  if (text.startsWith(ESC)) return { msg: keyMsg('Esc'), length: 1 };
  const [char = ''] = text;
  return { msg: plainKey(char), length: char.length };
}

function otherMsg([all, letter = '']: RegExpExecArray): UiMsg | undefined {
  if (all.startsWith('\x1b[[')) return keyMsg(`F${letter.charCodeAt(0) - 64}`);
  const name = letter === 'M' ? 'Enter' : LETTERS[letter]; // of the keypad
  return name === undefined ? undefined : keyMsg(name);
}

function csiMsg([, params = '', , final = '']: RegExpExecArray): UiMsg | undefined {
  if (params.startsWith('<')) return mouseMsg(params.slice(1).split(';').map(Number), final);
  const [number = '', modifiers = '1'] = params.split(';');
  // a letter after another number is an answer of the terminal's: where its cursor is
  const name = final === '~' ? NUMBERS[number] : number === '' || number === '1' ? LETTERS[final] : undefined;
  return name === undefined ? undefined : keyMsg(`${modified(Number(modifiers))}${name}`);
}

/** xterm adds one to the bits: 1 shift, 2 alt, 4 control. */
function modified(modifiers: number): string {
  const bits = modifiers - 1;
  return `${bits & 4 ? 'C-' : ''}${bits & 2 ? 'M-' : ''}${bits & 1 ? 'S-' : ''}`;
}

const keyMsg = (key: string): UiMsg => ({ kind: 'key', key });

function plainKey(char: string): UiMsg {
  const known = CONTROLS[char];
  if (known !== undefined) return keyMsg(known);
  return keyMsg(char < ' ' ? `C-${String.fromCharCode(char.charCodeAt(0) + 64).toLowerCase()}` : char);
}

/** Presses of the first button, and the wheel. */
function mouseMsg([button, x = 1, y = 1]: number[], final: string): UiMsg | undefined {
  const at = { x: x - 1, y: y - 1 };
  if (button === 64) return { kind: 'mouse', what: 'wheel-up', ...at };
  if (button === 65) return { kind: 'mouse', what: 'wheel-down', ...at };
  return button === 0 && final === 'M' ? { kind: 'mouse', what: 'press', ...at } : undefined;
}

/** Presses in the same place within so many milliseconds are a double click. */
const DOUBLE_MS = 400;

/** Tells double clicks from others. */
export class Clicks {
  #last: { x: number; y: number; at: number } | undefined;

  /** The message, as `double` when it is the second press. `at`: milliseconds. */
  seen(msg: Mouse, at: number): Mouse {
    if (msg.what !== 'press') return msg;
    const last = this.#last;
    const isSecond = last !== undefined && last.x === msg.x && last.y === msg.y && at - last.at <= DOUBLE_MS;
    this.#last = isSecond ? undefined : { x: msg.x, y: msg.y, at };
    return isSecond ? { ...msg, what: 'double' } : msg;
  }
}
