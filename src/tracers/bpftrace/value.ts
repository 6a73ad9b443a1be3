/**
 * JSON as it is written: a map's keys in their order, each of them, and numbers with all their digits. JSON.parse sorts keys
 * that are numbers, keeps the last of two that are alike, and rounds beyond 2^53.
 */

/** A string; a number, true, false or null as its text; a list; an object. */
export type Value = string | readonly Value[] | Entries;

export interface Entries {
  entries: readonly (readonly [key: string, value: Value])[];
}

export const isEntries = (value: Value): value is Entries => typeof value === 'object' && !Array.isArray(value);

/** Deeper is nothing that bpftrace prints. */
const MAX_DEPTH = 32;

/** Each alternative is linear. */
const TOKEN = /[ \t\r]*(?:(?<string>"[^"\\]*(?:\\.[^"\\]*)*")|(?<word>[-+.\w]+)|(?<mark>[[\]{},:]))/gy;

interface Token {
  kind: 'string' | 'word' | 'mark';
  text: string;
}

/** undefined: it is no JSON. */
export function readJson(text: string): Value | undefined {
  try {
    const reader = new Reader(text);
    const value = reader.value(0);
    return reader.isOver ? value : undefined;
  } catch {
    return undefined;
  }
}

class Reader {
  readonly #text: string;
  readonly #token = new RegExp(TOKEN);

  constructor(text: string) {
    this.#text = text;
  }

  get isOver(): boolean {
    return this.#text.slice(this.#token.lastIndex).trim() === '';
  }

  value(depth: number): Value {
    const { kind, text } = this.#next();
    if (kind === 'string') return JSON.parse(text) as string;
    if (kind === 'word') return text;
    if (depth < MAX_DEPTH && text === '[') return this.#list(']', () => this.value(depth + 1));
    if (depth < MAX_DEPTH && text === '{') return { entries: this.#list('}', () => this.#entry(depth + 1)) };
    throw new SyntaxError(text);
  }

  #entry(depth: number): readonly [string, Value] {
    const { kind, text } = this.#next();
    if (kind !== 'string') throw new SyntaxError(text);
    this.#require(':');
    return [JSON.parse(text) as string, this.value(depth)];
  }

  #list<T>(end: string, take: () => T): T[] {
    const list: T[] = [];
    if (this.#isNext(end)) return list;
    do list.push(take());
    while (this.#isNext(','));
    this.#require(end);
    return list;
  }

  #next(): Token {
    const { string, word, mark } = this.#token.exec(this.#text)?.groups ?? {};
    if (string !== undefined) return { kind: 'string', text: string };
    if (word !== undefined) return { kind: 'word', text: word };
    if (mark !== undefined) return { kind: 'mark', text: mark };
    throw new SyntaxError('a token is missing');
  }

  #isNext(mark: string): boolean {
    const at = this.#token.lastIndex;
    const next = this.#next();
    if (next.kind === 'mark' && next.text === mark) return true;
    this.#token.lastIndex = at;
    return false;
  }

  #require(mark: string): void {
    if (!this.#isNext(mark)) throw new SyntaxError(mark);
  }
}
