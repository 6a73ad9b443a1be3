/** Streams of plain lines: each line an event, timed by its arrival. */
import type { TraceEvent } from '../core/events.ts';
import { LineSplitter } from './lines.ts';
import type { EventParser } from './types.ts';

/** A parser that makes an event (or none) of each line. */
export function lineParser(eventOf: (line: string, at: number) => TraceEvent | undefined): EventParser {
  const splitter = new LineSplitter();
  const events = (lines: string[], at: number) =>
    lines.map((line) => eventOf(line, at)).filter((event) => event !== undefined);
  return {
    push: (chunk, at) => events(splitter.push(chunk), at),
    end: (at) => events(splitter.end(), at),
  };
}
