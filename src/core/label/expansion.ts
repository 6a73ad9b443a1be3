/** Where a shell expansion ends, and what the simple ones mean. Nothing is ever run. */
import { syntaxError } from './errors.ts';

const NAME_OR_SPECIAL = /[A-Za-z_][A-Za-z0-9_]*|[0-9@*#?$!-]/y;
/** `$X`, `${X}`, `${X:-text}`; a default that itself expands or quotes is not simple. */
const SIMPLE = /^\$(?:([A-Za-z_][A-Za-z0-9_]*)|\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^$`'"\\]*))?\})$/;

/** Index after the expansion that begins at `at`; `at` when none begins there. Throws `label-syntax` when it is not closed. */
export function expansionEnd(text: string, at: number): number {
  if (text[at] === '`') return backquoteEnd(text, at);
  if (text[at + 1] === '(') return parenthesisEnd(text, at);
  if (text[at + 1] === '{') return braceEnd(text, at);
  NAME_OR_SPECIAL.lastIndex = at + 1;
  return NAME_OR_SPECIAL.test(text) ? NAME_OR_SPECIAL.lastIndex : at;
}

export interface SimpleExpansion {
  name: string;
  /** The text after `:-`. */
  fallback?: string;
}

/** Name and default of `$X`, `${X}`, `${X:-text}`; undefined for any other expansion. */
export function parseExpansion(written: string): SimpleExpansion | undefined {
  const [, plain, braced, fallback] = SIMPLE.exec(written) ?? [];
  const name = plain ?? braced;
  if (name === undefined) return undefined;
  return fallback === undefined ? { name } : { name, fallback };
}

function backquoteEnd(text: string, start: number): number {
  const end = skipTo(text, start + 1, '`');
  if (end < 0) throw syntaxError('a backquote is not closed', text, start);
  return end;
}

function braceEnd(text: string, start: number): number {
  let depth = 0;
  for (let at = start + 1; at < text.length; at += 1) {
    const character = text[at];
    if (character === '\\') at += 1;
    else if (character === '{') depth += 1;
    else if (character === '}') depth -= 1;
    if (depth === 0) return at + 1;
  }
  throw syntaxError('a ${ is not closed', text, start);
}

function parenthesisEnd(text: string, start: number): number {
  let depth = 0;
  let at = start + 1;
  while (at >= 0 && at < text.length) {
    if (text[at] === '(') depth += 1;
    if (text[at] === ')') depth -= 1;
    if (depth === 0) return at + 1;
    at = skipQuoted(text, at);
  }
  throw syntaxError('a $( is not closed', text, start);
}

/** Index after the character, backslash pair or quoted stretch at `at`; -1 when a quote is not closed. */
function skipQuoted(text: string, at: number): number {
  const character = text[at];
  if (character === '\\') return at + 2;
  if (character === '"') return skipTo(text, at + 1, '"');
  if (character !== "'") return at + 1;
  const close = text.indexOf("'", at + 1);
  return close < 0 ? -1 : close + 1;
}

/** Index after the next `closer` that no backslash precedes, or -1. */
function skipTo(text: string, from: number, closer: string): number {
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === closer) return at + 1;
  }
  return -1;
}
