/** What stands after the `=` of a call. */
import { isWord } from './scan.ts';

export interface CallResult {
  result: string;
  error: string;
  detail: string;
}

/**
 * Reads `12`, `0x7f…`, `?`, `-1 ENOENT (No such file or directory)`, `? ERESTARTSYS (To be restarted …)`,
 * `3</etc/passwd>`, `0x8002 (flags O_RDWR)`, `1 ([{fd=3, revents=POLLIN}])`, `-1 (errno 999)`, `? <unavailable>`.
 */
export function parseResult(text: string): CallResult {
  let at = text.startsWith('-') || text.startsWith('?') ? 1 : 0;
  while (at < text.length && isWord(text.charCodeAt(at))) at++;
  const result = text.slice(0, at);
  const rest = text.slice(at).trimStart();
  if (rest.startsWith('<')) return { result, error: '', detail: rest.slice(1, rest.lastIndexOf('>')) };
  if (rest.startsWith('(')) return { result, error: '', detail: inner(rest) };
  const space = rest.indexOf(' ');
  if (space < 0) return { result, error: rest, detail: '' };
  return { result, error: rest.slice(0, space), detail: inner(rest.slice(space + 1)) };
}

const inner = (text: string) => (text.startsWith('(') && text.endsWith(')') ? text.slice(1, -1) : text);

const [SPACE, QUOTE, OPEN, CLOSE, EQUALS, LESS, MINUS, QUESTION, E] = [
  0x20, 0x22, 0x28, 0x29, 0x3d, 0x3c, 0x2d, 0x3f, 0x45,
];

/**
 * The parenthesis before ` = ` and a plain result at the end of a line: a number, `?`, or an error with the words of
 * strerror(3). -1: it ends otherwise. All other results end with `>`, or with `)` after text of another kind, so what is
 * found is no string's and no path's.
 */
export function closeBeforePlain(bytes: Uint8Array, from: number, to: number): number {
  const number = bytes[to - 1] === CLOSE ? beforeError(bytes, from, to) : to;
  let at = number - 1;
  while (at > from && isNumber(bytes[at] ?? 0)) at--;
  const isFound =
    at < number - 1 &&
    bytes[at] === SPACE &&
    bytes[at - 1] === EQUALS &&
    bytes[at - 2] === SPACE &&
    bytes[at - 3] === CLOSE;
  return isFound && at - 3 >= from ? at - 3 : -1;
}

/** Where ` ENOENT (No such file or directory)` begins; -1: the line ends otherwise. */
function beforeError(bytes: Uint8Array, from: number, to: number): number {
  let at = to - 2;
  for (; at > from && bytes[at] !== OPEN; at--) if (isOfOtherText(bytes[at] ?? 0)) return -1;
  for (at -= 2; at > from && isWord(bytes[at] ?? 0); at--);
  return bytes[at] === SPACE && bytes[at + 1] === E ? at : -1;
}

const isOfOtherText = (code: number) => code === QUOTE || code === EQUALS || code === CLOSE || code === LESS;

/** Of `-1`, `0x7f…`, `?`. */
const isNumber = (code: number) => isWord(code) || code === MINUS || code === QUESTION;
