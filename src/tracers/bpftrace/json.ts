/** What a bpftrace program prints with `-f json`: one object a line, `{"type": "map", "data": {"@": …}}`. */
import type { TraceEvent } from '../../core/events.ts';
import { MAX_LINE } from '../lines.ts';
import { lineParser } from '../text.ts';
import type { MakeParser } from '../types.ts';
import { lostEvent, readiness } from './output.ts';
import { lostCount, MAX_JSON_LINE, readPrinted, unescapeBytes } from './read.ts';

/** `text` of a printf or time is what was printed, of all else the line. */
export const bpftraceJson: MakeParser = (context) => {
  const isReady = readiness(context);
  return lineParser((line, at) => jsonEvent(line, at, isReady), MAX_JSON_LINE);
};

interface Printed {
  type: string;
  data: unknown;
}

function jsonEvent(line: string, at: number, isReady: (data: unknown) => boolean): TraceEvent | undefined {
  if (line === '') return undefined;
  const printed = parse(unescapeBytes(line));
  if (!printed) return { kind: 'probe', tracer: 'bpftrace', at, text: line.slice(0, MAX_LINE), data: null };
  const { type, data } = printed;
  if (type === 'attached_probes' || isReady(data)) return undefined;
  if (type === 'lost_events') return lostEvent(lostCount(readPrinted(line) ?? { type, data: '' }), at);
  const text = typeof data === 'string' ? data.replace(/\n$/, '') : line;
  return { kind: 'probe', tracer: 'bpftrace', at, text, data: printed };
}

/** undefined: it is none of bpftrace's lines, or one that was cut. */
function parse(line: string): Printed | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && 'type' in value && 'data' in value
      ? (value as Printed)
      : undefined;
  } catch {
    return undefined;
  }
}
