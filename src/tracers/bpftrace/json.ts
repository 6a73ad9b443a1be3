/** What a bpftrace program prints with `-f json`: one object a line, `{"type": "map", "data": {"@": …}}`. */
import type { TraceEvent } from '../../core/events.ts';
import { lineParser } from '../text.ts';
import type { MakeParser } from '../types.ts';
import { lostEvent } from './output.ts';
import { READY } from './prepare.ts';

/** `text` of a printf or time is what was printed, of all else the line. */
export const bpftraceJson: MakeParser = () => lineParser(jsonEvent);

interface Printed {
  type: string;
  data: unknown;
}

function jsonEvent(line: string, at: number): TraceEvent | undefined {
  if (line === '') return undefined;
  const printed = parse(line);
  if (!printed) return { kind: 'probe', tracer: 'bpftrace', at, text: line, data: null };
  const { type, data } = printed;
  if (type === 'attached_probes' || data === `${READY}\n`) return undefined;
  if (type === 'lost_events') return lostEvent(countOf(data), at);
  const text = typeof data === 'string' ? data.replace(/\n$/, '') : line;
  return { kind: 'probe', tracer: 'bpftrace', at, text, data: printed };
}

/** undefined: bpftrace 0.17 does not escape everything that JSON wants escaped, so not every line is JSON. */
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

function countOf(data: unknown): number | null {
  const events = (data as { events?: unknown } | null)?.events;
  return typeof events === 'number' ? events : null;
}
