/** Text made to fit: sanitised, and exactly as wide as there is room for. */
import stringWidth from 'string-width';
import { sanitize } from '../../core/sanitize.ts';

/** With marks of our own, and what sanitising makes: a cell each, and known without tables of Unicode, which take long to load. */
const NARROW = /^[\x20-\x7e…·•●▲▼▶│─├└╭╮╰╯␀-␡␛]*$/;

/** `text`, safe for the terminal, cut (with a `…`) or filled with blanks to `width` cells. */
export function toWidth(text: string, width: number, right = false): string {
  const cut = truncate(text, width);
  const fill = ' '.repeat(Math.max(0, width - widthOf(cut)));
  return right ? fill + cut : cut + fill;
}

/** `text`, safe for the terminal, at most `width` cells wide. */
export function truncate(text: string, width: number): string {
  if (width <= 0) return '';
  // what is far longer than the room need not be looked at whole
  const safe = sanitize(text.length > 16 * width + 64 ? text.slice(0, 16 * width + 64) : text);
  if (widthOf(safe) <= width) return safe;
  return NARROW.test(safe) ? `${safe.slice(0, width - 1)}…` : `${cells(safe, width - 1)}…`;
}

/** As `toWidth`, but what is cut is the middle: names differ at their ends. */
export function fitName(text: string, width: number): string {
  const safe = sanitize(text, { max: 1024 });
  if (safe.length <= width || !NARROW.test(safe) || width < 8) return toWidth(text, width);
  const end = Math.floor(((width - 1) * 2) / 3);
  return `${safe.slice(0, width - 1 - end)}…${safe.slice(safe.length - end)}`;
}

/** Cells a text takes on the terminal. */
export const widthOf = (text: string): number => (NARROW.test(text) ? text.length : stringWidth(text));

const segmenter = new Intl.Segmenter();

/** As many characters as have room. */
function cells(text: string, width: number): string {
  let room = width;
  let end = 0;
  for (const { segment, index } of segmenter.segment(text)) {
    room -= stringWidth(segment);
    if (room < 0) break;
    end = index + segment.length;
  }
  return text.slice(0, end);
}
