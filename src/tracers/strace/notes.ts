/** What strace says on stderr. */
import type { NoteEvent, TraceEvent } from '../../core/events.ts';
import { lineParser } from '../text.ts';
import type { EventParser, ParserContext } from '../types.ts';

/** `Process 42 attached`, `Process 42 attached with 3 threads`, `Process 42 detached`: one event each; else notes. */
export function straceNotesParser(context: ParserContext): EventParser {
  return lineParser((line, at) => {
    const text = line.replace(/^(?:\S*\/)?strace: /, '');
    if (text === '') return undefined;
    return attachOf(text, at, context) ?? { kind: 'note', tracer: 'strace', at, level: levelOf(text), text };
  });
}

function attachOf(text: string, at: number, context: ParserContext): TraceEvent | undefined {
  const [, number, state, detail = ''] = /^Process (\d+) (attached|detached)(?: (with \d+ threads))?$/.exec(text) ?? [];
  if (number === undefined) return undefined;
  const pid = Number(number);
  const nsPid = context.nsPidOf(pid);
  context.forget(pid); // its end may have been told on the other stream already: nobody would forget it then
  return { kind: 'attach', tracer: 'strace', at, pid, nsPid, comm: '', state: state as 'attached', detail };
}

/** What ends with an error's text, or tells that a process could not be attached to. */
function levelOf(text: string): NoteEvent['level'] {
  if (/^\[ Process PID=\d+ runs in .* mode\. \]$/.test(text)) return 'info';
  return /ptrace\(|Could not attach|: Operation not permitted|: No such process/.test(text) ? 'error' : 'warning';
}
