/** Splits a label into words once, as a POSIX shell would (XCU 2.2 and 2.3), keeping what was quoted and what is an expansion. */
import { syntaxError } from './errors.ts';
import { expansionEnd } from './expansion.ts';

export type Quote = 'none' | 'single' | 'double';

export interface Part {
  /** Without its quotes or backslash; an expansion is as written, `$` and braces included. */
  text: string;
  quote: Quote;
  /** `escaped`: a backslash took the character's meaning away. `expansion`: `$X`, `${…}`, `$(…)`, `` `…` ``. */
  kind: 'text' | 'escaped' | 'expansion';
}

export interface Word {
  parts: Part[];
  /** Index of its first character in the text. */
  at: number;
}

/** Parts read, and the index after them. */
interface Reading {
  parts: Part[];
  end: number;
}

const BLANKS = /[ \t\r\n]*/y;
const PLAIN = /[^ \t\r\n'"\\$`]+/y;
const PLAIN_IN_DOUBLE = /[^"\\$`]+/y;
/** What a backslash can take the meaning of between double quotes. */
const ESCAPABLE_IN_DOUBLE = '$`"\\';

/** Words of a label. Throws `label-syntax` with position and excerpt: a quote or `$(` not closed, a backslash at the end. */
export function tokenise(text: string): Word[] {
  const words: Word[] = [];
  let at = match(BLANKS, text, 0);
  while (at < text.length) {
    const { parts, end } = readWord(text, at);
    if (parts.length > 0) words.push({ parts, at });
    at = match(BLANKS, text, end);
  }
  return words;
}

/** The word's text with quotes and backslashes gone and nothing expanded. */
export function literalText(word: Word): string {
  return word.parts.map((part) => part.text).join('');
}

function readWord(text: string, start: number): Reading {
  const parts: Part[] = [];
  let at = start;
  while (at < text.length && match(BLANKS, text, at) === at) {
    const reading = readUnquoted(text, at);
    for (const part of reading.parts) parts.push(part);
    at = reading.end;
  }
  return { parts, end: at };
}

function readUnquoted(text: string, at: number): Reading {
  switch (text[at]) {
    case "'":
      return readSingle(text, at);
    case '"':
      return readDouble(text, at);
    case '\\':
      return readEscape(text, at, 'none');
    case '$':
    case '`':
      return readExpansion(text, at, 'none');
    default:
      return readRun(text, at, match(PLAIN, text, at), 'none');
  }
}

function readSingle(text: string, at: number): Reading {
  const close = text.indexOf("'", at + 1);
  if (close < 0) throw syntaxError('a single quote is not closed', text, at);
  return readRun(text, at + 1, close, 'single', close + 1);
}

function readDouble(text: string, start: number): Reading {
  const parts: Part[] = [];
  let at = start + 1;
  while (text[at] !== '"') {
    if (at >= text.length) throw syntaxError('a double quote is not closed', text, start);
    const reading = readInDouble(text, at);
    for (const part of reading.parts) parts.push(part);
    at = reading.end;
  }
  if (parts.length === 0) parts.push({ text: '', quote: 'double', kind: 'text' });
  return { parts, end: at + 1 };
}

function readInDouble(text: string, at: number): Reading {
  const character = text[at];
  if (character === '$' || character === '`') return readExpansion(text, at, 'double');
  if (character !== '\\') return readRun(text, at, match(PLAIN_IN_DOUBLE, text, at), 'double');
  const next = text[at + 1] ?? '';
  if (next === '\n' || (next !== '' && ESCAPABLE_IN_DOUBLE.includes(next))) return readEscape(text, at, 'double');
  return readRun(text, at, at + 1, 'double');
}

function readEscape(text: string, at: number, quote: Quote): Reading {
  const character = text[at + 1];
  if (character === undefined) throw syntaxError('a backslash ends the label', text, at);
  const end = at + 2;
  if (character === '\n') return { parts: [], end };
  return { parts: [{ text: character, quote, kind: 'escaped' }], end };
}

function readExpansion(text: string, at: number, quote: Quote): Reading {
  const end = expansionEnd(text, at);
  if (end === at) return readRun(text, at, at + 1, quote);
  return { parts: [{ text: text.slice(at, end), quote, kind: 'expansion' }], end };
}

function readRun(text: string, from: number, to: number, quote: Quote, end = to): Reading {
  return { parts: [{ text: text.slice(from, to), quote, kind: 'text' }], end };
}

/** Index after a sticky pattern's match at `at`, or `at`. */
function match(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}
