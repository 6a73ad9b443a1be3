/** Events → rows of a pane. */
import type { TraceEvent } from '../events.ts';
import { sanitize } from '../sanitize.ts';
import type { RowStyle } from '../wire/session.ts';
import { eventText } from './event-text.ts';
import { styleOf } from './style.ts';

/** Takes a row; `text` is a line, sanitised. */
export type AddRow = (at: number, text: string, style: RowStyle) => void;

/** UTF-16 units of a row at most: what a hostile line has more is counted, and in the record. */
export const MAX_ROW = 32 * 1024;

/** What has nothing of this needs no closer look: most lines of most tracers. */
const ODD = /[^\x20-\x7eµ]/;

/** A line made safe, and no longer than a row may be. */
const rowText = (text: string): string =>
  text.length <= MAX_ROW && !ODD.test(text) ? text : sanitize(text, { max: MAX_ROW });

/** Further rows of what was printed at once begin with this: none can pass for an event of its own. */
const INDENT = '  ';

/** One row for each event; of what a script printed one for each line. */
export function addRows(event: TraceEvent, add: AddRow): void {
  const text = eventText(event);
  const style = styleOf(event);
  if (event.kind !== 'probe' || !text.includes('\n')) {
    add(event.at, rowText(text), style);
    return;
  }
  for (const [index, line] of text.split('\n').entries())
    add(event.at, rowText(index === 0 ? line : `${INDENT}${line}`), style);
}
