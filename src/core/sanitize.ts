/**
 * Text from outside → text safe for a terminal.
 *
 * The choice made here: what is dangerous is replaced, never silently dropped, so that a reader sees that something was there.
 * - A whole escape sequence (CSI, OSC, DCS, APC, PM, SOS, in 7- or 8-bit form, ended or not) becomes one `␛`.
 * - Any other control character becomes its picture: `␀` … `␟`, `␡`; a stray C1 its code, `<U+0085>`.
 * - Whatever is invisible or reorders text (bidi controls, zero-width and tag characters, variation selectors, line and
 *   paragraph separators) becomes its code, `<U+202E>`.
 * - A lone surrogate becomes `�`.
 * Sequences follow ECMA-48 §5.4 and xterm's ctlseqs.
 */

export interface SanitizeOptions {
  /** Keep `\n` and `\t`, and take `\r\n` as `\n`. Otherwise `\n` is shown as `␊` and `\t` becomes a blank. */
  multiline?: boolean;
  /** UTF-16 units of the result, the `…(+n)` of a cut included. */
  max?: number;
}

/** More than this is cut whatever the caller asks: one hostile text may neither exhaust memory nor time. */
export const MAX_SANITIZED_INPUT = 8 * 1024 * 1024;

/** A single-line text whose every character is harmless. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

// Every alternative is a row of disjoint classes without a mandatory end, so no input makes it backtrack.
const CSI = String.raw`(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?`;
// A string nobody ended stops at a line's end, so that it cannot swallow a whole log.
const STRING = String.raw`(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x18\x1a\x1b\x9c\n]*(?:\x07|\x1b\\|\x9c)?`;
const ESCAPE = String.raw`\x1b[ -/]*[0-~]?`;
const DANGER = new RegExp(`${CSI}|${STRING}|${ESCAPE}|\\r\\n|${UNSAFE.source}`, 'gu');

/** Text from outside made safe for a terminal; see the file's head for what becomes of what. Linear in the text's length. */
export function sanitize(text: string, options: SanitizeOptions = {}): string {
  const { multiline = false, max = Number.POSITIVE_INFINITY } = options;
  const head = text.slice(0, inputLimit(max));
  const clean = UNSAFE.test(head) ? head.replace(DANGER, (match) => show(match, multiline)) : head;
  return cut(clean, max, text.length - head.length);
}

/** Sequences may shrink to one mark, so a little more than `max` is looked at; the rest is only counted. */
function inputLimit(max: number): number {
  return Math.min(MAX_SANITIZED_INPUT, max * 4 + 1024);
}

function cut(clean: string, max: number, unread: number): string {
  if (unread === 0 && clean.length <= max) return clean;
  const suffixFor = (kept: number) => `…(+${clean.length - kept + unread})`;
  const kept = Math.min(clean.length, Math.max(0, max - suffixFor(0).length));
  return kept === 0 ? '…'.slice(0, max) : withoutHalf(clean.slice(0, kept)) + suffixFor(kept);
}

/** A cut may not leave the first half of a surrogate pair. */
function withoutHalf(text: string): string {
  return /[\ud800-\udbff]$/.test(text.slice(-1)) ? text.slice(0, -1) : text;
}

function show(match: string, multiline: boolean): string {
  if (match === '\t') return multiline ? '\t' : ' ';
  if (match === '\n') return multiline ? '\n' : '␊';
  if (match === '\r\n') return multiline ? '\n' : '␍␊';
  const code = match.codePointAt(0) ?? 0;
  if (match.length > 1 && isControl(code)) return '␛';
  const known = PICTURES.get(code) ?? picture(code);
  PICTURES.set(code, known); // a hostile text repeats itself; at most some 5,000 code points are dangerous
  return known;
}

const PICTURES = new Map<number, string>();

function picture(code: number): string {
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  if (code === 0x7f) return '␡';
  if (code >= 0xd800 && code <= 0xdfff) return '\ufffd';
  return isIntroducer(code) ? '␛' : `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
}

const isControl = (code: number) => code < 0x20 || (code >= 0x7f && code < 0xa0);

/** The C1 characters that start a sequence: DCS, SOS, CSI, OSC, PM, APC. */
const isIntroducer = (code: number) =>
  code === 0x90 || code === 0x98 || (code >= 0x9b && code <= 0x9f && code !== 0x9c);
