/** What all parts of the report for the eye share: colours, width, and how much of a stranger's text is shown. */
import { sanitize } from '../../sanitize.ts';
import { wrap } from '../../text.ts';
import type { FormatOptions, TextStyle } from './format.ts';

export interface Page {
  paint: (style: TextStyle, text: string) => string;
  /** Columns. */
  width: number;
  remediation: boolean;
  /** Entries of a list that are shown. */
  most: number;
  /** Characters of one line of text before it is cut. */
  longest: number;
}

const MOST_ITEMS = 10;
const MIN_WIDTH = 40;

/** The page that a caller's options ask for. */
export function pageOf({ paint, width, remediation = false, all = false }: FormatOptions): Page {
  return {
    paint: paint ?? ((_, text) => text),
    width: width === undefined ? Number.POSITIVE_INFINITY : Math.max(MIN_WIDTH, width),
    remediation,
    most: all ? Number.POSITIVE_INFINITY : MOST_ITEMS,
    longest: all ? 4096 : 240,
  };
}

/** Text in lines behind `first`, the others flush with where it ends. Blanks of the first line are `first`'s own. */
export function hanging(first: string, text: string, { width, longest }: Page): string[] {
  const lines = wrap(sanitize(text, { max: longest }), width - first.length);
  return lines.map((line, at) => `${at === 0 ? first : ' '.repeat(first.length)}${line}`.trimEnd());
}

/** A list, a text an entry, of which only the first are shown; how many there are beside is said. */
export function listLines(indent: string, entries: readonly string[], page: Page): string[] {
  const shown = entries.slice(0, page.most).flatMap((entry) => hanging(`${indent}- `, entry, page));
  const more = entries.length - page.most;
  return more > 0 ? [...shown, `${indent}  and ${more} more`] : shown;
}
