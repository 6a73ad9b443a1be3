/** What perf prints: lines, timed by their arrival. */
import type { TraceEvent } from '../../core/events.ts';
import { lineParser } from '../text.ts';
import type { MakeParser } from '../types.ts';

/** perf trace, among its lines: its ring was full. */
const LOST_EVENTS = /^LOST (\d{1,15}) events!$/;
/** perf record, at its end: `lost 3 chunks!`, `lost 0.12%!`. A chunk is as many as the ring held: nobody counted. */
const LOST_CHUNKS = /\blost (?:\d+ chunks|[\d.]+%)/i;

/** perf stat: a counter, its name, and a cgroup that ends in a container's id, which 12 digits tell as well as 64. */
const COUNTED_GROUP = /^(\s+[\d.,<][^/]{0,80}\s[\w.@/-]{0,400}[\da-f]{12})[\da-f]{52}(?=[\s.]|$)/;

/** perf stat, trace and report. */
export const perfOutput: MakeParser = () =>
  lineParser((text, at) => {
    if (text.trim() === '') return undefined;
    return (
      lostEvent(text, at) ?? { kind: 'probe', tracer: 'perf', at, text: text.replace(COUNTED_GROUP, '$1…'), data: null }
    );
  });

/** What perf says on stderr. */
export const perfNotes: MakeParser = () =>
  lineParser((text, at) => {
    if (text.trim() === '') return undefined;
    return lostEvent(text, at) ?? { kind: 'note', tracer: 'perf', at, level: levelOf(text), text };
  });

function lostEvent(text: string, at: number): TraceEvent | undefined {
  const [, events] = LOST_EVENTS.exec(text) ?? [];
  const lost = { kind: 'lost', tracer: 'perf', at } as const;
  if (events !== undefined) return { ...lost, count: Number(events), what: 'events that perf was too slow to read' };
  return LOST_CHUNKS.test(text) ? { ...lost, count: null, what: 'events that perf was too slow to read' } : undefined;
}

function levelOf(text: string): 'info' | 'warning' | 'error' {
  if (/^(?:Error|Failed|Couldn't|Problems|Can't)\b/i.test(text.trim())) return 'error';
  return /^Warning\b/i.test(text.trim()) ? 'warning' : 'info';
}
