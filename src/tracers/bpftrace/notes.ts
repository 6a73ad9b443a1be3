/** What bpftrace says on stderr. */
import type { NoteEvent, TraceEvent } from '../../core/events.ts';
import { lineParser } from '../text.ts';
import type { MakeParser } from '../types.ts';
import { MEMLOCK } from './errors.ts';

export const bpftraceNotes: MakeParser = () => lineParser(noteEvent);

/** Of every pointer that a tracepoint gives; the program reads it as it would have anyway. */
const ADDRSPACE = /WARNING: Addrspace is not set$/;

/** It calls its failure to raise RLIMIT_MEMLOCK an error and goes on: the kernel counts BPF memory otherwise since 5.11. */
function noteEvent(text: string, at: number): TraceEvent | undefined {
  if (text === '') return undefined;
  const note = { kind: 'note', tracer: 'bpftrace', at } as const;
  if (MEMLOCK.test(text))
    return { ...note, level: 'debug', text: 'RLIMIT_MEMLOCK stays as it is: harmless since Linux 5.11' };
  return { ...note, level: levelOf(text), text };
}

function levelOf(text: string): NoteEvent['level'] {
  if (ADDRSPACE.test(text)) return 'debug';
  if (/\bERROR: /.test(text)) return 'error';
  return /\bWARNING: /i.test(text) ? 'warning' : 'info';
}
