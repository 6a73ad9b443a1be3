/** Long text in parts of a width. */
import { truncate, widthOf } from '../../text.ts';

const PLAIN = /^[\x20-\x7e]*$/;
const segmenter = new Intl.Segmenter();

/** `text` in parts, none wider than `width` cells, and no more of them than `most`: the last then ends with a `…`. */
export function chop(text: string, width: number, most: number): string[] {
  const parts = PLAIN.test(text) ? chopPlain(text, width, most) : chopWide(text, width, most);
  const shown = parts.reduce((sum, part) => sum + part.length, 0);
  const last = parts.at(-1) ?? '';
  return shown < text.length
    ? [...parts.slice(0, -1), truncate(`${last}${text.slice(shown, shown + 2)}`, width)]
    : parts;
}

function chopPlain(text: string, width: number, most: number): string[] {
  const parts = Math.max(1, Math.min(most, Math.ceil(text.length / width)));
  return Array.from({ length: parts }, (_, at) => text.slice(at * width, (at + 1) * width));
}

function chopWide(text: string, width: number, most: number): string[] {
  const parts = [''];
  let room = width;
  for (const { segment } of segmenter.segment(text)) {
    const wide = widthOf(segment);
    if (wide > room) {
      if (parts.length === most) break;
      parts.push('');
      room = width;
    }
    parts[parts.length - 1] += segment;
    room -= wide;
  }
  return parts;
}

/** Without its first cells. */
export function shifted(text: string, cells: number): string {
  if (cells === 0) return text;
  if (PLAIN.test(text)) return text.slice(cells);
  let left = cells;
  for (const { segment, index } of segmenter.segment(text)) {
    if (left <= 0) return text.slice(index);
    left -= widthOf(segment);
  }
  return '';
}
