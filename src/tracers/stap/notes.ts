/** What stap, staprun and stapbpf write to stderr while a script runs. */
import type { LostEvent, NoteEvent } from '../../core/events.ts';
import { lineParser } from '../text.ts';
import type { EventParser } from '../types.ts';

type Told = Omit<NoteEvent, 'at'> | Omit<LostEvent, 'at'>;

/** Rules for lines that are more than a remark, most special first. */
const LOSSES: readonly (readonly [RegExp, string])[] = [
  [
    /^WARNING: lost (\d{1,15}) perf_events on cpu \d+/,
    "pieces of the script's lines: they came faster than they could be read",
  ],
  [/^WARNING: There were (\d{1,15}) transport failures/, 'lines of the script: the buffer was full'],
  [/skipped probes: (\d{1,15})/, 'probes skipped'],
];

/** Makes notes of lines, warnings and errors of what is marked so, and losses of what tells of them. */
export function stapNotes(): EventParser {
  return lineParser((line, at) => {
    const told = toldBy(withoutColours(line));
    return told && { ...told, at };
  });
}

function toldBy(line: string): Told | undefined {
  if (line.trim() === '') return undefined;
  for (const [pattern, what] of LOSSES) {
    const count = Number(pattern.exec(line)?.[1] ?? 0);
    if (count > 0) return { kind: 'lost', tracer: 'stap', count, what };
  }
  return { kind: 'note', tracer: 'stap', level: levelOf(line), text: line.replace(/^(?:WARNING|ERROR): /, '') };
}

function levelOf(line: string): NoteEvent['level'] {
  if (/^ERROR\b|^Error |\bfailed\b/.test(line)) return 'error';
  return /^WARNING\b|Number of errors: [1-9]/.test(line) ? 'warning' : 'info';
}

const ESCAPE = String.fromCharCode(27);
const COLOUR = new RegExp(`${ESCAPE}\\[[0-9;]{0,16}m`, 'g');

/** stapbpf colours its warnings whether or not a terminal reads them. */
function withoutColours(line: string): string {
  return line.replaceAll(COLOUR, '');
}
