/** A line of strace's output → what happened. */
import type { TraceEvent } from '../../core/events.ts';
import type { ParserContext } from '../types.ts';
import { callEvent, noteEvent, openCallEvent, resultOf } from './event.ts';
import { LineHead, LineTail } from './head.ts';
import { closeBeforePlain } from './result.ts';
import { closingParenthesis, isDigit, isWord } from './scan.ts';
import { exitOf, signalOf } from './status.ts';
import { type Task, TaskTable } from './tasks.ts';

const RESUMED = '<... ';
const RESUMED_END = ' resumed>';
/** Where another thread's line interrupts a call's, and where strace leaves a process that is in a call. */
const MARKS = [' <unfinished ...>', ' <detached ...>'] as const;
const [UNFINISHED] = MARKS;

const [GREATER, LESS, OPEN, MINUS, PLUS, EQUALS] = [0x3e, 0x3c, 0x28, 0x2d, 0x2b, 0x3d];

/** More of a line that says nothing to us is not passed on. */
const MAX_NOTE = 4096;

/** Reads lines one after the other, each a piece of a longer text, so that only what is kept is copied. */
export class LineReader {
  readonly #head: LineHead;
  readonly #tail = new LineTail();
  readonly #tasks: TaskTable;
  #bytes: Uint8Array = new Uint8Array();
  /** The same, a character a byte. */
  #text = '';
  #events: TraceEvent[] = [];

  constructor(context: ParserContext) {
    this.#head = new LineHead(context.begin);
    this.#tasks = new TaskTable(context);
  }

  /** What lines are to be read from, and where their events go. Numbers are read of bytes: twice as fast as of text. */
  use(bytes: Uint8Array, text: string, events: TraceEvent[]): void {
    this.#bytes = bytes;
    this.#text = text;
    this.#events = events;
  }

  /** Reads the line [from, to). `now`: for one without a time of its own. */
  read(from: number, to: number, now: number): void {
    if (from === to) return;
    const body = this.#head.read(this.#bytes, from, to);
    if (body > 0 && this.#readBody(body, to)) return;
    this.#events.push(noteEvent(now, 'info', this.#text.slice(from, Math.min(to, from + MAX_NOTE))));
  }

  /** The calls that threads are still in. */
  end(): void {
    for (const task of this.#tasks.inCall()) this.#leaveCall(task);
  }

  /** Whether it is understood. */
  #readBody(from: number, to: number): boolean {
    const code = this.#bytes[from];
    if (code === MINUS || code === PLUS) return this.#readStatus(this.#text.slice(from, to));
    return code === LESS ? this.#readResumed(from, to) : this.#readCall(from, to);
  }

  #task(): Task {
    const { pid, commFrom, commTo } = this.#head;
    const task = this.#tasks.get(pid);
    const { comm } = task;
    if (comm.length !== commTo - commFrom || !this.#text.startsWith(comm, commFrom))
      task.comm = this.#text.slice(commFrom, commTo);
    return task;
  }

  /** `read(3, "…", 4096) = 12 <0.000012>`, or its first part. */
  #readCall(from: number, to: number): boolean {
    const open = this.#endOfName(from, to);
    if (open < 0) return false;
    const end = this.#tail.read(this.#bytes, to);
    const mark = end === to && this.#bytes[to - 1] === GREATER ? beforeMark(this.#text, open + 1, to) : -1;
    const close = mark < 0 ? this.#findClose(open + 1, end) : mark;
    if (close < 0) return false;
    const task = this.#task();
    const name = this.#text.slice(from, open);
    const args = this.#text.slice(open + 1, close);
    this.#leaveCall(task);
    if (mark < 0) this.#endCall(task, this.#head.at, name, args, this.#text, close, end);
    else enterCall(task, name, args, this.#head.at);
    return true;
  }

  /** `<... read resumed>"…", 4096) = 12 <0.000012>`: the rest of a call, or of an earlier part of it. */
  #readResumed(from: number, to: number): boolean {
    const text = this.#text;
    const nameEnd = text.indexOf(RESUMED_END, from);
    if (!text.startsWith(RESUMED, from) || nameEnd < 0 || nameEnd >= to) return false;
    const task = this.#task();
    const name = text.slice(from + RESUMED.length, nameEnd);
    const end = this.#tail.read(this.#bytes, to);
    if (task.call !== name) this.#leaveCall(task);
    const isKnown = task.call === name;
    const begun = isKnown ? task.begun : this.#head.at - (this.#tail.duration ?? 0);
    const call = joined(isKnown ? task.args : '', text.slice(nameEnd + RESUMED_END.length, end));
    const mark = end === to ? beforeMark(call, 0, call.length) : -1;
    if (mark >= 0) {
      enterCall(task, name, call.slice(0, mark), begun);
      return true;
    }
    const close = closeBeforeResult(call, 0, call.length);
    if (close < 0) return false;
    task.call = '';
    this.#endCall(task, begun, name, withoutMark(call.slice(0, close)), call, close, call.length);
    return true;
  }

  /** `text` has the closing parenthesis at `close`, and `= result` from there to `end`. */
  #endCall(task: Task, at: number, name: string, args: string, text: string, close: number, end: number): void {
    let from = close + 1;
    while (text.charCodeAt(from) !== EQUALS) from++;
    const result = resultOf(text.slice(from + 2, end));
    this.#events.push(callEvent(task, at, name, args, result, this.#tail.duration));
  }

  #readStatus(line: string): boolean {
    const { at } = this.#head;
    const task = this.#task();
    const event = signalOf(line, task, at) ?? exitOf(line, task, at);
    if (!event) return this.#readSuperseded(task, line);
    if (event.kind === 'exit') this.#leave(task);
    this.#events.push(event);
    return true;
  }

  /**
   * A thread that is not its process's first called execve: it goes on under the first one's number, and the call that it
   * is in ends there.
   */
  #readSuperseded(task: Task, line: string): boolean {
    const [, number] = /^\+\+\+ superseded by execve in pid (\d+)(?:<.*>)? \+\+\+$/s.exec(line) ?? [];
    if (number === undefined) return false;
    const { pid, nsPid, comm, call, args, begun } = this.#tasks.get(Number(number));
    this.#leave(task);
    this.#tasks.end(pid);
    const detail = `goes on as ${task.pid}, by execve`;
    this.#events.push({
      kind: 'attach',
      tracer: 'strace',
      at: this.#head.at,
      pid,
      nsPid,
      comm,
      state: 'detached',
      detail,
    });
    enterCall(this.#tasks.get(task.pid), call, args, begun);
    return true;
  }

  /** A thread's end: the call it is in never returns. */
  #leave(task: Task): void {
    this.#leaveCall(task);
    this.#tasks.end(task.pid);
  }

  #leaveCall(task: Task): void {
    if (task.call === '') return;
    this.#events.push(openCallEvent(task));
    task.call = '';
  }

  /** The index of the parenthesis after a call's name; -1: there is none. */
  #endOfName(from: number, to: number): number {
    let at = from;
    while (at < to && isWord(this.#bytes[at] ?? 0)) at++;
    return at > from && at < to && this.#bytes[at] === OPEN && !isDigit(this.#bytes[from] ?? 0) ? at : -1;
  }

  #findClose(from: number, to: number): number {
    const plain = closeBeforePlain(this.#bytes, from, to);
    return plain >= 0 ? plain : closeBeforeResult(this.#text, from, to);
  }
}

function enterCall(task: Task, call: string, args: string, begun: number): void {
  task.call = call;
  task.args = args;
  task.begun = begun;
}

/** The index of the mark that a call was left with; -1: it has none. */
function beforeMark(text: string, from: number, to: number): number {
  for (const mark of MARKS) {
    const at = to - mark.length;
    if (at >= from && text.startsWith(mark, at)) return at;
  }
  return -1;
}

/** A call that its thread never returned from has a mark within its arguments: `<... read resumed> <unfinished ...>) = ?`. */
const withoutMark = (args: string) => (args.endsWith(UNFINISHED) ? args.slice(0, -UNFINISHED.length) : args);

/** Both parts of a call's text; older versions end the first and begin the second with a blank. */
const joined = (first: string, second: string) =>
  first.endsWith(' ') && second.startsWith(' ') && !second.startsWith(UNFINISHED)
    ? first + second.slice(1)
    : first + second;

/** The parenthesis before `= result`, by reading all strings and paths before it; in a shortened line they may not end. -1: there is no result. */
function closeBeforeResult(text: string, from: number, to: number): number {
  const close = closingParenthesis(text, from, to);
  if (close >= 0) return /^\) += /.test(text.slice(close, Math.min(to, close + 80))) ? close : -1;
  const last = text.lastIndexOf(') = ', to);
  return last >= from ? last : -1;
}
