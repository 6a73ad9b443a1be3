/** What tcpdump says on stderr. */
import type { LostEvent, TraceEvent } from '../../core/events.ts';
import { lineParser } from '../text.ts';
import type { MakeParser } from '../types.ts';
import { countsIn, type PacketCounts } from './counts.ts';

const PREFIX = /^tcpdump: /;
/** Asked for by a signal, now and then: all counts in one line. */
const ASKED = /^tcpdump: \d+ packets? captured, /;
/** What the line that follows tells as well. */
const REDUNDANT = /^tcpdump: data link type /;
const HARMLESS = /^tcpdump: (listening on|verbose output)|^\d+ packets? /;
const WARNING = /\bwarning\b/i;

const LOSSES = {
  dropped: 'packets dropped by the kernel: tcpdump was too slow, or its buffer too small',
  missed: 'packets dropped by the interface',
} satisfies Partial<Record<keyof PacketCounts, string>>;

/** Counts of what was lost become events, each time with what was lost since the last. */
export const tcpdumpNotes: MakeParser = () => {
  const lost = { dropped: 0, missed: 0 };
  const losses = (line: string, at: number): LostEvent[] => {
    const counts = countsIn(line);
    return (['dropped', 'missed'] as const).flatMap((key) => {
      const count = (counts[key] ?? 0) - lost[key];
      if (count <= 0) return [];
      lost[key] += count;
      return [{ kind: 'lost' as const, tracer: 'tcpdump' as const, at, count, what: LOSSES[key] }];
    });
  };
  const parser = lineParser((line, at) => ({ kind: 'note', tracer: 'tcpdump', at, level: levelOf(line), text: line }));
  const events = (notes: TraceEvent[]) =>
    notes.flatMap((note) => {
      if (note.kind !== 'note' || note.text === '' || REDUNDANT.test(note.text)) return [];
      const told = ASKED.test(note.text) ? [] : [{ ...note, text: note.text.replace(PREFIX, '') }];
      return [...told, ...losses(note.text, note.at)];
    });
  return { push: (chunk, at) => events(parser.push(chunk, at)), end: (at) => events(parser.end(at)) };
};

function levelOf(line: string): 'info' | 'warning' | 'error' {
  if (HARMLESS.test(line) || !PREFIX.test(line)) return 'info';
  return WARNING.test(line) ? 'warning' : 'error';
}
