/** Where the arguments of a call end, in a line that may hold strings and paths of anybody's choice. */

const BACKSLASH = 0x5c;
const QUOTE = 0x22;
const LESS = 0x3c;
const GREATER = 0x3e;
const MINUS = 0x2d;
const BRACKET = 0x5b;

/** Opening and closing brackets by code: how the depth changes. */
const DEPTH: readonly number[] = Array.from({ length: 128 }, (_, code) => {
  if ('([{'.includes(String.fromCharCode(code))) return 1;
  return ')]}'.includes(String.fromCharCode(code)) ? -1 : 0;
});

/**
 * The index of the parenthesis that ends the arguments; -1: there is none before `to`. Strings are in quotes with escapes;
 * what a descriptor or pid is follows it in angle brackets (strace prints `<` and `>` of names as octal escapes).
 *
 * @param from the first character after the opening parenthesis
 */
export function closingParenthesis(text: string, from: number, to: number): number {
  let depth = 0;
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at, to);
    else if (code === LESS && opensAnnotation(text, at)) at = endOfAnnotation(text, at, to);
    else {
      depth += DEPTH[code] ?? 0;
      if (depth < 0) return at;
    }
  }
  return -1;
}

/** The index of the closing quote. */
function endOfString(text: string, from: number, to: number): number {
  for (let at = from + 1; at < to; at++) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at++;
    else if (code === QUOTE) return at;
  }
  return to;
}

/** `3</etc/passwd>`, `AT_FDCWD</>`, `42<sh>`; not `1<<CAP_KILL`, nor `<... resuming`. */
function opensAnnotation(text: string, at: number): boolean {
  return isWord(text.charCodeAt(at - 1)) && text.charCodeAt(at + 1) !== LESS;
}

/** The index of its `>`; `<UNIX-STREAM:[1->2,"/a"]>` has an arrow and a string, `</dev/null<char 1:3>>` another in it. */
function endOfAnnotation(text: string, from: number, to: number): number {
  let depth = 0;
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at++;
    else if (code === QUOTE) at = endOfString(text, at, to);
    else if (code === LESS) depth++;
    else if (code === GREATER && !isArrow(text, at) && --depth === 0) return at;
  }
  return to;
}

/** `->` between addresses; a path that ends in a dash is followed by neither. */
function isArrow(text: string, at: number): boolean {
  const next = text.charCodeAt(at + 1);
  return text.charCodeAt(at - 1) === MINUS && (isDigit(next) || next === BRACKET);
}

export const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;

/** Of `[0-9A-Za-z_]`. */
export const isWord = (code: number): boolean =>
  isDigit(code) || (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || code === 0x5f;
