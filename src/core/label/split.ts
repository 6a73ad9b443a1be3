/** The two word splitters of the older tools: Python's shlex.split(posix=True), and google/shlex (e7afc7f), which podman uses. */
import { SpcError } from '../errors.ts';

interface Rules {
  /** Whether a backslash between double quotes takes the meaning of this character (else the backslash stays). */
  escapesInDouble: (character: string) => boolean;
  /** Whether `#` at the start of a word begins a comment up to the end of the line. */
  comments: boolean;
}

const PYTHON: Rules = { escapesInDouble: (character) => character === '"' || character === '\\', comments: false };
const GOOGLE: Rules = { escapesInDouble: () => true, comments: true };

const BLANKS = ' \t\r\n';

/** Words as `shlex.split(text)` of Python 3 gives them. Throws `label-syntax` with Python's own words. */
export function splitPython(text: string): string[] {
  return split(text, PYTHON);
}

/**
 * Words as google/shlex's Split gives them: `#` begins a comment, and between double quotes a backslash always goes.
 * Throws `label-syntax` with Python's words: it refuses the same texts, and says "EOF found …" itself.
 */
export function splitGoogle(text: string): string[] {
  return split(text, GOOGLE);
}

function split(text: string, rules: Rules): string[] {
  const words: string[] = [];
  let at = 0;
  while (at < text.length) {
    const character = text[at] ?? '';
    if (BLANKS.includes(character)) at += 1;
    else if (rules.comments && character === '#') at = endOfLine(text, at);
    else at = readWord(text, at, rules, words);
  }
  return words;
}

function endOfLine(text: string, at: number): number {
  const newline = text.indexOf('\n', at);
  return newline < 0 ? text.length : newline + 1;
}

/** Pushes the word that begins at `at`; returns the index after it. */
function readWord(text: string, start: number, rules: Rules, words: string[]): number {
  const pieces: string[] = [];
  let at = start;
  while (at < text.length && !BLANKS.includes(text[at] ?? '')) at = readPiece(text, at, rules, pieces);
  words.push(pieces.join(''));
  return at;
}

function readPiece(text: string, at: number, rules: Rules, pieces: string[]): number {
  const character = text[at] ?? '';
  if (character === "'") return readSingle(text, at, pieces);
  if (character === '"') return readDouble(text, at, rules, pieces);
  if (character !== '\\') return keep(character, at + 1, pieces);
  return keep(escapedAt(text, at + 1), at + 2, pieces);
}

function readSingle(text: string, at: number, pieces: string[]): number {
  const close = text.indexOf("'", at + 1);
  if (close < 0) throw noClosing();
  return keep(text.slice(at + 1, close), close + 1, pieces);
}

function readDouble(text: string, start: number, rules: Rules, pieces: string[]): number {
  let at = start + 1;
  while (text[at] !== '"') {
    const character = text[at];
    if (character === undefined) throw noClosing();
    if (character !== '\\') at = keep(character, at + 1, pieces);
    else at = keep(inDouble(escapedAt(text, at + 1), rules), at + 2, pieces);
  }
  return at + 1;
}

function inDouble(character: string, rules: Rules): string {
  return rules.escapesInDouble(character) ? character : `\\${character}`;
}

function escapedAt(text: string, at: number): string {
  const character = text[at];
  if (character === undefined) throw new SpcError('label-syntax', 'No escaped character');
  return character;
}

function keep(piece: string, end: number, pieces: string[]): number {
  pieces.push(piece);
  return end;
}

function noClosing(): SpcError {
  return new SpcError('label-syntax', 'No closing quotation');
}
