/** strace's output, in chunks → events. */
import type { TraceEvent } from '../../core/events.ts';
import type { EventParser, ParserContext } from '../types.ts';
import { LineReader } from './line.ts';
import { LongLine, MAX_LINE } from './long-line.ts';

const NEWLINE = 0x0a;

/**
 * Reads what `strace -f -ttt -T -Y -yy -o FILE` writes; pids, thread names and durations may be missing, times have to be
 * there. A line that says nothing to it is an event of kind `note`: nothing is lost, nothing invented. Any split of the
 * bytes gives the same events. A line longer than `MAX_LINE` is shortened, and told. Names and strings are ASCII, as strace
 * escapes what is not: a byte beyond is read as of windows-1252, a character each.
 */
export function straceParser(context: ParserContext): EventParser {
  const decoder = new TextDecoder('latin1');
  const reader = new LineReader(context);
  const long = new LongLine();
  let rest = new Uint8Array();

  /** A line that chunks ended in. */
  const readJoined = (line: Uint8Array, at: number, events: TraceEvent[]) => {
    if (long.isOpen || line.length > MAX_LINE) long.add(line);
    const whole = long.isOpen ? long.take(at, events) : line;
    reader.use(whole, decoder.decode(whole), events);
    reader.read(0, whole.length, at);
  };

  const keep = (piece: Uint8Array) => {
    const line = concat(rest, piece);
    const isLong = long.isOpen || line.length > MAX_LINE;
    if (isLong) long.add(line);
    rest = isLong ? new Uint8Array() : line;
  };

  /** All lines but the first and the last are read where they are. */
  const readWhole = (bytes: Uint8Array, from: number, to: number, at: number, events: TraceEvent[]) => {
    reader.use(bytes, decoder.decode(bytes), events);
    for (let begin = from; begin < to; ) {
      const end = bytes.indexOf(NEWLINE, begin);
      if (end - begin <= MAX_LINE) reader.read(begin, end, at);
      else {
        readJoined(bytes.subarray(begin, end), at, events);
        reader.use(bytes, decoder.decode(bytes), events);
      }
      begin = end + 1;
    }
  };

  const readChunk = (chunk: Uint8Array, at: number, events: TraceEvent[]) => {
    const first = chunk.indexOf(NEWLINE);
    if (first < 0) return keep(chunk);
    const line = concat(rest, chunk.subarray(0, first));
    rest = new Uint8Array();
    readJoined(line, at, events);
    const last = chunk.lastIndexOf(NEWLINE);
    readWhole(chunk, first + 1, last + 1, at, events);
    keep(chunk.subarray(last + 1));
  };

  return {
    push(chunk, at) {
      const events: TraceEvent[] = [];
      readChunk(chunk, at, events);
      return events;
    },
    end(at) {
      const events: TraceEvent[] = [];
      readJoined(rest, at, events);
      reader.end();
      return events;
    },
  };
}

function concat(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
