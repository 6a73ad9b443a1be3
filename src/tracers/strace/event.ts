/** Events of one call. */
import type { NoteEvent, SyscallEvent } from '../../core/events.ts';
import { type CallResult, parseResult } from './result.ts';
import type { Task } from './tasks.ts';

/** A call that has ended. `at`: its start; `end`: what follows its `=`. */
export function callEvent(
  { pid, nsPid, comm }: Task,
  at: number,
  name: string,
  args: string,
  end: CallResult,
  duration: number | null,
): SyscallEvent {
  const { result, error, detail } = end;
  const unfinished = result === '?' && error === '';
  return {
    kind: 'syscall',
    tracer: 'strace',
    at,
    pid,
    nsPid,
    comm,
    name,
    args,
    result,
    error,
    detail,
    duration,
    unfinished,
  };
}

const NEVER: CallResult = { result: '', error: '', detail: '' };

/** The call a thread is in, that has not returned. */
export function openCallEvent(task: Task): SyscallEvent {
  const event = callEvent(task, task.begun, task.call, task.args, NEVER, null);
  return { ...event, unfinished: true };
}

/** A number alone is not looked at. */
export const resultOf = (text: string): CallResult =>
  text.length < 20 && !text.includes(' ') && !text.includes('<')
    ? { result: text, error: '', detail: '' }
    : parseResult(text);

export const noteEvent = (at: number, level: NoteEvent['level'], text: string): NoteEvent => ({
  kind: 'note',
  tracer: 'strace',
  at,
  level,
  text,
});
