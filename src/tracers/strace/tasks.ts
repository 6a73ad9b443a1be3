/** The threads a stream of strace tells of, and the call each is in. */
import type { ParserContext } from '../types.ts';

/** A thread, as long as it lives. */
export interface Task {
  pid: number;
  nsPid: number | null;
  comm: string;
  /** The call that was begun and has not returned; empty: none. */
  call: string;
  /** What of its arguments was printed. */
  args: string;
  /** When it began, nanoseconds since the session began. */
  begun: number;
}

/** All threads seen and not ended, by host pid. */
export class TaskTable {
  readonly #tasks = new Map<number, Task>();
  readonly #context: ParserContext;

  constructor(context: ParserContext) {
    this.#context = context;
  }

  get(pid: number): Task {
    return this.#tasks.get(pid) ?? this.#add(pid);
  }

  /** It has ended; its number may be another's. */
  end(pid: number): void {
    this.#tasks.delete(pid);
    this.#context.forget(pid);
  }

  /** Those in a call, in the order the calls began. */
  inCall(): Task[] {
    return [...this.#tasks.values()].filter(({ call }) => call !== '').sort((a, b) => a.begun - b.begun);
  }

  /** A pid of 0 stands for the one process of a stream without pids. */
  #add(pid: number): Task {
    const task = { pid, nsPid: pid > 0 ? this.#context.nsPidOf(pid) : null, comm: '', call: '', args: '', begun: 0 };
    this.#tasks.set(pid, task);
    return task;
  }
}
