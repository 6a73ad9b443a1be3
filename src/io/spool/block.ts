/** A block of rows ↔ bytes: for each row its time, style and length, then all texts. */
import type { RowStyle } from '../../core/wire/session.ts';
import type { RowBlock } from './types.ts';

/** In the order of the bytes that stand for them. */
const STYLES: readonly RowStyle[] = ['', 'dim', 'red', 'yellow', 'alarm'];

/** Count and encoding; of each row time, end of its text in UTF-16 units, style. */
const HEAD = 8;
const [AT, END, STYLE] = [8, 4, 1];
const PER_ROW = AT + END + STYLE;

const BEYOND_LATIN1 = /[^\0-\xff]/;

/** Rows while they are gathered. */
export class OpenBlock implements RowBlock {
  readonly first: number;
  readonly #ats: number[] = [];
  readonly #texts: string[] = [];
  readonly #styles: RowStyle[] = [];
  readonly #ends: number[] = [];
  /** UTF-16 units of its texts. */
  length = 0;
  /** The latest time. */
  latest = Number.NEGATIVE_INFINITY;

  constructor(first: number) {
    this.first = first;
  }

  get count(): number {
    return this.#ats.length;
  }

  get whole(): string {
    return this.#texts.join('\n');
  }

  at(index: number): number {
    return this.#ats[index] ?? 0;
  }

  text(index: number): string {
    return this.#texts[index] ?? '';
  }

  end(index: number): number {
    return this.#ends[index] ?? 0;
  }

  style(index: number): RowStyle {
    return this.#styles[index] ?? '';
  }

  add(at: number, text: string, style: RowStyle): void {
    this.#ats.push(at);
    this.#texts.push(text);
    this.#styles.push(style);
    this.#ends.push(this.length + text.length);
    this.length += text.length + 1;
    if (at > this.latest) this.latest = at;
  }

  encode(): Buffer {
    const text = this.whole;
    const encoding = BEYOND_LATIN1.test(text) ? 'utf8' : 'latin1';
    const heads = HEAD + this.count * PER_ROW;
    const bytes = Buffer.allocUnsafe(heads + (encoding === 'latin1' ? text.length : Buffer.byteLength(text)));
    bytes.writeUInt32LE(this.count, 0);
    bytes.writeUInt32LE(encoding === 'latin1' ? 0 : 1, 4);
    this.#encodeRows(bytes);
    bytes.write(text, heads, encoding);
    return bytes;
  }

  #encodeRows(bytes: Buffer): void {
    const { count } = this;
    for (let index = 0; index < count; index++) {
      bytes.writeDoubleLE(this.at(index), HEAD + index * AT);
      bytes.writeUInt32LE(this.end(index), HEAD + count * AT + index * END);
      bytes[HEAD + count * (AT + END) + index] = STYLES.indexOf(this.style(index));
    }
  }
}

/** What `encode` gave. */
export function decodeBlock(bytes: Buffer, first: number): RowBlock {
  const count = bytes.readUInt32LE(0);
  const encoding = bytes.readUInt32LE(4) === 0 ? 'latin1' : 'utf8';
  const whole = bytes.toString(encoding, HEAD + count * PER_ROW);
  const endOf = (index: number) => bytes.readUInt32LE(HEAD + count * AT + index * END);
  return {
    first,
    count,
    whole,
    end: endOf,
    at: (index) => bytes.readDoubleLE(HEAD + index * AT),
    style: (index) => STYLES[bytes[HEAD + count * (AT + END) + index] ?? 0] ?? '',
    text: (index) => whole.slice(index === 0 ? 0 : endOf(index - 1) + 1, endOf(index)),
  };
}

/** In place of one that is lost. */
export function unreadable(first: number, count: number, text: string): RowBlock {
  const block = new OpenBlock(first);
  for (let row = 0; row < count; row++) block.add(0, text, 'red');
  return block;
}
