/** What a terminal shows after the bytes that were written to it: as much of xterm as the programs measured here use. */
import type { Size } from './pty.ts';

const ESCAPE = '\u001b';
/** A sequence, a control character, or text; a sequence that is cut off matches none of them. */
const TOKEN = new RegExp(
  [
    `${ESCAPE}\\[(?<mark>[?>=]?)(?<numbers>[\\d;:]*)[ !"$']?(?<final>[@-~])`,
    `${ESCAPE}\\][^\\u0007${ESCAPE}]*(?:\\u0007|${ESCAPE}\\\\)`,
    `${ESCAPE}[()#%][\\dA-Z@]`,
    `${ESCAPE}(?<single>[=>78DEMHc\\\\])`,
    '(?<control>[\\0-\\u001a\\u001c-\\u001f])',
    `(?<text>[^\\0-\\u001f]+)`,
  ].join('|'),
  'uy',
);

/** Cells from 0. */
export interface Region extends Size {
  x: number;
  y: number;
}

/** A character and its SGR parameters. */
type Cell = readonly [character: string, look: string];
const BLANK: Cell = [' ', ''];

export class Screen {
  /** The alternate screen is shown. */
  isAlternate = false;
  readonly #size: Size;
  #lines: Cell[][];
  #x = 0;
  #y = 0;
  #look = '';
  #top = 0;
  #bottom: number;
  #saved: readonly [number, number] = [0, 0];
  #rest = '';

  constructor(size: Size) {
    this.#size = size;
    this.#bottom = size.rows - 1;
    this.#lines = this.#blank();
  }

  /** The text, line by line. */
  text(): string {
    return this.#lines.map((_, y) => this.line(y)).join('\n');
  }

  line(y: number): string {
    return (this.#lines[y] ?? [])
      .map(([character]) => character)
      .join('')
      .trimEnd();
  }

  /** Text and looks of a part of it: equal when a user sees the same. */
  picture({ x, y, columns, rows }: Region = { x: 0, y: 0, ...this.#size }): string {
    return JSON.stringify(this.#lines.slice(y, y + rows).map((line) => line.slice(x, x + columns)));
  }

  feed(chunk: string): void {
    // a terminal rings in the middle of a sequence, too: less does that when it has nothing further to show
    const input = this.#rest + chunk.replaceAll('\x07', '');
    let at = 0;
    for (; at < input.length; at = TOKEN.lastIndex) {
      TOKEN.lastIndex = at;
      const found = TOKEN.exec(input);
      if (!found) break;
      this.#take(found.groups ?? {});
    }
    this.#rest = input.slice(at);
    if (this.#rest.length > 4096) throw new Error(`no sequence: ${JSON.stringify(this.#rest.slice(0, 40))}`);
  }

  #take({ text, control, final, mark = '', numbers = '', single }: Partial<Record<string, string>>): void {
    if (text !== undefined) for (const character of text) this.#put(character);
    else if (control !== undefined) this.#control(control);
    else if (single !== undefined) this.#single(single);
    else if (final !== undefined && mark === '?') this.#mode(numbers, final === 'h');
    else if (final !== undefined && mark === '') this.#sequence(final, numbers);
  }

  #put(character: string): void {
    if (this.#x >= this.#size.columns) {
      this.#x = 0;
      this.#feedLine();
    }
    const line = this.#lines[this.#y];
    if (line) line[this.#x++] = [character, this.#look];
  }

  #control(character: string): void {
    if (character === '\r') this.#x = 0;
    if (character === '\n') this.#feedLine();
    if (character === '\b') this.#x = Math.max(0, this.#x - 1);
    if (character === '\t') this.#x = Math.min(this.#size.columns - 1, (this.#x & ~7) + 8);
  }

  #single(name: string): void {
    if (name === '7') this.#saved = [this.#x, this.#y];
    if (name === '8') [this.#x, this.#y] = this.#saved;
    if (name === 'D') this.#feedLine();
    if (name === 'M') this.#y === this.#top ? this.#scroll(this.#top, -1) : this.#y--;
  }

  #mode(number: string, on: boolean): void {
    if (number !== '1049' && number !== '47') return;
    this.isAlternate = on;
    this.#lines = this.#blank();
  }

  #sequence(final: string, text: string): void {
    const numbers = text.split(';').map(Number);
    const [first = 0, second = 0] = numbers;
    const n = Math.max(1, first);
    const { columns, rows } = this.#size;
    const to = (x: number, y: number) => {
      this.#x = Math.max(0, Math.min(columns - 1, x));
      this.#y = Math.max(0, Math.min(rows - 1, y));
    };
    if (final === 'm') this.#style(text);
    else if (final === 'H' || final === 'f') to(Math.max(1, second) - 1, n - 1);
    else if (final === 'A') to(this.#x, this.#y - n);
    else if (final === 'B') to(this.#x, this.#y + n);
    else if (final === 'C') to(this.#x + n, this.#y);
    else if (final === 'D') to(this.#x - n, this.#y);
    else if (final === 'E') to(0, this.#y + n);
    else if (final === 'F') to(0, this.#y - n);
    else if (final === 'G') to(n - 1, this.#y);
    else if (final === 'd') to(this.#x, n - 1);
    else if (final === 'K') this.#erase(this.#y, first === 0 ? this.#x : 0, first === 1 ? this.#x + 1 : columns);
    else if (final === 'J') this.#eraseScreen(first);
    else if (final === 'X') this.#erase(this.#y, this.#x, Math.min(columns, this.#x + n));
    else if (final === 'L' && this.#y <= this.#bottom) this.#scroll(this.#y, -n);
    else if (final === 'M' && this.#y <= this.#bottom) this.#scroll(this.#y, n);
    else if (final === 'S') this.#scroll(this.#top, n);
    else if (final === 'T') this.#scroll(this.#top, -n);
    else if (final === 'r') {
      [this.#top, this.#bottom] = [n - 1, Math.min(rows, second || rows) - 1];
      to(0, 0);
    }
  }

  /** Enough to tell one look from another: a reset forgets what was before. */
  #style(numbers: string): void {
    if (numbers === '' || numbers === '0') this.#look = '';
    else this.#look = numbers.startsWith('0;') ? numbers.slice(2) : [this.#look, numbers].filter(Boolean).join(';');
    if (this.#look.length > 200) this.#look = this.#look.slice(-200);
  }

  #feedLine(): void {
    if (this.#y === this.#bottom) this.#scroll(this.#top, 1);
    else this.#y = Math.min(this.#size.rows - 1, this.#y + 1);
  }

  /** Lines from `from` to the bottom of the region, up by n, or down when it is negative. */
  #scroll(from: number, n: number): void {
    const region = this.#lines.slice(from, this.#bottom + 1);
    const blank = Array.from({ length: Math.min(region.length, Math.abs(n)) }, () => this.#blankLine());
    const moved = n > 0 ? [...region.slice(n), ...blank] : [...blank, ...region.slice(0, n)];
    this.#lines.splice(from, region.length, ...moved.slice(0, region.length));
  }

  #eraseScreen(which: number): void {
    const { columns, rows } = this.#size;
    const [from, to] = which === 0 ? [this.#y + 1, rows] : which === 1 ? [0, this.#y] : [0, rows];
    for (let y = from; y < to; y++) this.#erase(y, 0, columns);
    if (which === 0) this.#erase(this.#y, this.#x, columns);
    if (which === 1) this.#erase(this.#y, 0, this.#x + 1);
  }

  #erase(y: number, from: number, to: number): void {
    this.#lines[y]?.fill(BLANK, from, to);
  }

  #blankLine = (): Cell[] => Array.from({ length: this.#size.columns }, () => BLANK);
  #blank = (): Cell[][] => Array.from({ length: this.#size.rows }, this.#blankLine);
}
