/** What a bpftrace program prints, as text: each line an event. */
import type { TraceEvent } from '../../core/events.ts';
import { lineParser } from '../text.ts';
import type { MakeParser } from '../types.ts';
import { READY } from './prepare.ts';

/** Of bpftrace itself, not of the program. */
const ATTACHING = /^Attaching \d+ probes?\.\.\.$/;
const LOST = /^Lost (\d+) events$/;

export const bpftraceText: MakeParser = () => lineParser(textEvent);

function textEvent(text: string, at: number): TraceEvent | undefined {
  if (text === '' || text === READY || ATTACHING.test(text)) return undefined;
  const [, lost] = LOST.exec(text) ?? [];
  if (lost !== undefined) return lostEvent(Number(lost), at);
  return { kind: 'probe', tracer: 'bpftrace', at, text, data: null };
}

/** The program prints faster than bpftrace takes it: the ring between kernel and bpftrace was full. */
export function lostEvent(count: number | null, at: number): TraceEvent {
  return { kind: 'lost', tracer: 'bpftrace', at, count, what: 'lines the program printed faster than they are read' };
}
