/** Streams of plain lines: each line an event, timed by its arrival. */
import type { TraceEvent } from '../core/events.ts';
import { LineSplitter, MAX_LINE } from './lines.ts';
import type { EventParser } from './types.ts';

/** A parser that makes an event (or none) of each line. `max`: UTF-16 units of a line. */
export function lineParser(eventOf: (line: string, at: number) => TraceEvent | undefined, max = MAX_LINE): EventParser {
  const splitter = new LineSplitter(max);
  const events = (lines: string[], at: number) =>
    lines.map((line) => eventOf(line, at)).filter((event) => event !== undefined);
  return {
    push: (chunk, at) => events(splitter.push(chunk), at),
    end: (at) => events(splitter.end(), at),
  };
}
