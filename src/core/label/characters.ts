/** What a label's text may hold: a size and a set of characters, checked in one pass. */
import type { ErrorCode } from '../errors.ts';

/** 64 KiB: the longest run label found in the field has less than 2 KiB. */
export const MAX_LABEL_BYTES = 64 * 1024;

/** Bytes of arguments after expansion; the kernel takes no more than about this from one exec (execve(2), ARG_MAX). */
export const MAX_ARGV_BYTES = 2 * 1024 * 1024;

/** Ranges a terminal or a reader can be deceived by: C0 but tab and newline, DEL and C1, bidi marks, line separators. */
const DECEPTIVE: readonly (readonly [from: number, to: number])[] = [
  [0x00, 0x08],
  [0x0b, 0x1f],
  [0x7f, 0x9f],
  [0x061c, 0x061c],
  [0x200e, 0x200f],
  [0x2028, 0x202e],
  [0x2066, 0x2069],
];

export interface TextProblem {
  code: Extract<ErrorCode, 'label-too-large' | 'label-characters'>;
  /** A clause: `holds U+001B at character 12`. */
  says: string;
}

/** What is wrong with a label's text, or undefined. Size is judged before anything else; linear in the text's length. */
export function textProblem(text: string): TextProblem | undefined {
  const bytes = utf8Length(text);
  if (bytes > MAX_LABEL_BYTES) return { code: 'label-too-large', says: 'is longer than 64 KiB' };
  const bad = findDeceptive(text);
  return bad && { code: 'label-characters', says: `holds ${bad.name} at character ${bad.position}` };
}

/** The first control, bidi or line-separator character but tab and newline: `U+001B` and its 1-based position. */
export function findDeceptive(text: string): { name: string; position: number } | undefined {
  let position = 0;
  for (const character of text) {
    position += 1;
    const code = character.codePointAt(0) ?? 0;
    if (isDeceptive(code)) return { name: `U+${code.toString(16).toUpperCase().padStart(4, '0')}`, position };
  }
  return undefined;
}

function isDeceptive(code: number): boolean {
  return DECEPTIVE.some(([from, to]) => code >= from && code <= to);
}

/** Bytes of `text` in UTF-8; stops counting (and returns the UTF-16 length) once that alone is over the limit. */
function utf8Length(text: string): number {
  if (text.length > MAX_LABEL_BYTES) return text.length;
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}
