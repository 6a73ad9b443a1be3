/** Events that spc itself wrote, a line of JSON each. */
import { isEvent } from '../core/event-fields.ts';
import type { TraceEvent } from '../core/events.ts';
import { lineParser } from './text.ts';
import type { MakeParser } from './types.ts';

/** A record may be anyone's: what is no event is told, not passed on. */
export const toldParser: MakeParser = () =>
  lineParser((line, at) => {
    const value = parse(line);
    return isEvent(value) ? value : unreadable(at);
  });

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

const unreadable = (at: number): TraceEvent => ({
  kind: 'note',
  tracer: 'spc',
  at,
  level: 'warning',
  text: 'a line of the record is no event',
});
