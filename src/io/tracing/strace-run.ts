/** One strace process, attached to one or more processes. */
import { hasCapability } from '../linux/error.ts';
import { readNamespaces } from '../proc/namespaces.ts';
import { pump } from './pump.ts';
import { StopWatch } from './strace-stops.ts';
import type { RunningTool, StartOptions, StreamSink, Tool, TraceSetting } from './types.ts';

/** What became of a process that strace was to attach to. */
export interface Attached {
  attached: number[];
  /** With what strace said: `Operation not permitted`. */
  failed: { pid: number; why: string }[];
  /** What else it said before it had attached to any: that it does not understand its options. */
  said: string[];
}

export interface StraceRun {
  running: RunningTool;
  /** When it has attached to each, or said why not; what it has not said within the limit is in neither list. */
  attached: Promise<Attached>;
  /** Its exit status, when its streams have ended, too. */
  done: Promise<number>;
  /** Whether it told of a process that a signal stopped, as `kill -STOP` does. */
  sawStop(): boolean;
}

/** strace attaches to some hundred threads a second on a busy machine. */
const ATTACH_LIMIT_MS = 20_000;

/**
 * strace writes each line by itself. To read them one by one would take the CPU that it and its target need: so they gather
 * in the pipe, which holds a mebibyte, for so long, unless they come thick and fast.
 */
const GATHER_MS = 5;
const ENOUGH_BYTES = 32 * 1024;

/** Waits for more after a small chunk. */
function gathering(sink: StreamSink): StreamSink {
  return {
    write: async (chunk) => {
      await sink.write(chunk);
      if (chunk.length < ENOUGH_BYTES) await new Promise((resolve) => setTimeout(resolve, GATHER_MS));
    },
    end: () => sink.end(),
  };
}

/** strace asks its own network namespace which addresses a socket has: so it must be the target's. */
function networkOf({ target }: TraceSetting): StartOptions['join'] {
  const [there, here] = [readNamespaces(target.pid)?.net, readNamespaces('self')?.net];
  const isOther = there !== undefined && there !== here;
  return isOther && hasCapability('SYS_ADMIN') ? { target, types: ['net'] } : undefined;
}

/** Starts it. `number`: of its streams. Throws as `Toolbox.start`. */
export async function runStrace(
  setting: TraceSetting,
  tool: Tool,
  words: readonly string[],
  pids: readonly number[],
  number: number,
): Promise<StraceRun> {
  const running = await setting.toolbox.start(tool, [...words, '-o', '/dev/stdout', '-p', pids.join(',')], {
    join: networkOf(setting),
  });
  const watch = new AttachWatch(pids);
  const stops = new StopWatch();
  const output = gathering(setting.stream(`strace-${number}`, 'strace', 'strace'));
  const notes = setting.stream(`strace-${number}-notes`, 'strace', 'strace-notes');
  const streams = Promise.all([
    pump(
      running.stdout,
      tap(output, (chunk) => stops.read(chunk)),
    ),
    pump(
      running.stderr,
      tap(notes, (chunk) => watch.read(chunk)),
    ),
  ]);
  const done = streams.then(async () => await running.ended).finally(() => watch.close());
  const limit = setTimeout(() => watch.close(), ATTACH_LIMIT_MS);
  void watch.result.finally(() => clearTimeout(limit));
  return { running, attached: watch.result, done, sawStop: () => stops.saw };
}

function tap(sink: StreamSink, look: (chunk: Buffer) => void): StreamSink {
  return {
    write: (chunk) => {
      look(chunk);
      return sink.write(chunk);
    },
    end: () => sink.end(),
  };
}

/** Reads of strace's notes which processes it has attached to. */
class AttachWatch {
  readonly #waiting: Set<number>;
  readonly #found: Attached = { attached: [], failed: [], said: [] };
  readonly #result = Promise.withResolvers<Attached>();
  #rest = '';
  #closed = false;

  constructor(pids: readonly number[]) {
    this.#waiting = new Set(pids);
  }

  get result(): Promise<Attached> {
    return this.#result.promise;
  }

  read(chunk: Buffer): void {
    if (this.#closed) return;
    const lines = (this.#rest + chunk.toString('latin1')).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.#readLine(line);
    if (this.#waiting.size === 0) this.close();
  }

  /** Nothing more will be said. */
  close(): void {
    this.#closed = true;
    this.#result.resolve(this.#found);
  }

  #readLine(line: string): void {
    const [, attached] = /Process (\d+) attached/.exec(line) ?? [];
    if (attached !== undefined && this.#waiting.delete(Number(attached))) this.#found.attached.push(Number(attached));
    const [, failed, why = ''] = /ptrace\(PTRACE_\w+, (?:\w+, )?(\d+)\b.*?\): (.*)$/.exec(line) ?? [];
    if (failed === undefined) this.#keep(line);
    else if (this.#waiting.delete(Number(failed))) this.#found.failed.push({ pid: Number(failed), why });
  }

  #keep(line: string): void {
    const [, text] = /^(?:\S*\/)?strace: (.*)$/.exec(line) ?? [];
    const hasBegun = this.#found.attached.length + this.#found.failed.length > 0;
    if (text !== undefined && !hasBegun && !/^Process \d+ attached/.test(text)) this.#found.said.push(text);
  }
}
