/** A session without a machine: tools are what a test writes into them, the record is in memory. */

import type { SessionIo } from '../../../src/app/session/io.ts';
import type { TraceRequest } from '../../../src/app/session/trace.ts';
import { trace } from '../../../src/app/session/trace.ts';
import type { System } from '../../../src/app/system.ts';
import type { EndReason } from '../../../src/core/events.ts';
import type { Manifest, TracerInfo } from '../../../src/core/session/types.ts';
import type { Msg, UseCase } from '../../../src/core/types.ts';
import type { RecordedItem, Recorder, Recording } from '../../../src/io/recorder/types.ts';
import type { RunningTracer, StartTracer, StreamSink, TraceSetting } from '../../../src/io/tracing/types.ts';

const PROCESS = {
  pid: 42,
  ppid: 1,
  startTime: 7,
  state: 'S',
  comm: 'web',
  kernelThread: false,
  ticks: 0,
  threads: 1,
  rss: 0,
  tty: 0,
};

/** One process, 42. */
const system = {
  processes: () => ({ processes: [PROCESS], host: {}, at: 0, bootTime: 0, ticksPerSecond: 100, memory: 0, gaps: [] }),
  containers: () => ({ containers: [], byPid: new Map(), gaps: [] }),
  containerOnFile: () => undefined,
  userName: String,
  boundNamespaces: () => [],
} as unknown as System;

/** A tracer that does what the test says. */
export class FakeTool {
  readonly #ended = Promise.withResolvers<{ reason: EndReason; status: number }>();
  /** What `stop` was called with, each time. */
  readonly stops: (number | undefined)[] = [];
  setting!: TraceSetting;
  sink!: StreamSink;
  info: TracerInfo = { tracer: 'stap', tool: '/usr/bin/stap', version: '', from: 'host', argv: ['stap'], cost: '' };
  /** Breaks off what it does, as a defect would. */
  fail(error: Error): void {
    this.#ended.reject(error);
  }

  /** Called when it is stopped; by default it ends. */
  onStop: (graceMs: number | undefined) => void = () => this.end('stopped');

  start: StartTracer = async (setting) => {
    this.setting = setting;
    this.sink = setting.stream('stap-1', 'stap', 'stap');
    return this.running;
  };

  get running(): RunningTracer {
    return {
      info: this.info,
      stop: async (graceMs) => {
        this.stops.push(graceMs);
        this.onStop(graceMs);
        await this.#ended.promise;
      },
      ended: this.#ended.promise,
    };
  }

  say(text: string): Promise<void> | void {
    return this.sink.write(Buffer.from(text));
  }

  end(reason: EndReason, status = 0): void {
    this.sink.end();
    this.#ended.resolve({ reason, status });
  }
}

export class Lab {
  readonly ending = new AbortController();
  readonly hurry = new AbortController();
  time = 0;
  pids = [42];
  addresses = new Map<string, string>();
  nsPids = new Map<number, number>();
  closed = 0;
  /** What earlier sessions left. */
  leftovers: string[] = [];
  advise: SessionIo['advise'];

  get io(): SessionIo {
    return {
      clock: { began: '1795337960824320333' },
      now: () => ++this.time,
      readClocks: () => ({ at: this.time, monotonicOffset: 0, boottimeOffset: 0, uncertainty: 0 }),
      host: { kernel: '6.18', hostname: 'lab', architecture: 'x64' },
      toolbox: undefined as never,
      guard: { leftovers: async () => this.leftovers, close: async () => void this.closed++ } as never,
      membersOf: () => () => this.pids,
      nsPid: (pid) => this.nsPids.get(pid) ?? null,
      addresses: async () => this.addresses,
      ...(this.advise && { advise: this.advise }),
      ending: this.ending.signal,
      hurry: this.hurry.signal,
    };
  }

  trace(request: Partial<TraceRequest> & Pick<TraceRequest, 'tracers'>): UseCase {
    return trace(system, this.io, { target: 'pid:42', ...request });
  }
}

/** A use-case to its end. */
export async function all(messages: UseCase): Promise<{ messages: Msg[]; status: number }> {
  const got: Msg[] = [];
  for (;;) {
    const { done, value } = await messages.next();
    if (done) return { messages: got, status: value };
    got.push(value);
  }
}

/** The events of messages. */
export const eventsOf = (messages: readonly Msg[]) =>
  messages.flatMap((message) => (message.kind === 'events' ? message.events : []));

/** Keeps in memory what a recorder would write. */
export class MemoryRecorder implements Recorder {
  directory = '/sessions/one';
  dropped = 0;
  items: RecordedItem[] = [];
  manifest: Manifest | undefined;
  discarded = 0;
  /** Streams it takes. */
  most = Number.POSITIVE_INFINITY;
  #streams = 0;
  readonly becomesFull = Promise.withResolvers<{ message: string; status: number }>();
  full = this.becomesFull.promise;

  stream(name: string, tracer: 'stap', format: 'stap') {
    if (this.#streams >= this.most) return undefined;
    const id = this.#streams++;
    this.items.push({ kind: 'stream', id, name, tracer, format, offset: 0 });
    return {
      write: (bytes: Buffer, at: number) => void this.items.push({ kind: 'bytes', id, at, bytes }),
      end: (at: number) => void this.items.push({ kind: 'end', id, at }),
    };
  }

  task(pid: number, nsPid: number | null) {
    this.items.push({ kind: 'task', pid, nsPid });
  }

  forget() {}

  address(address: string, name: string) {
    this.items.push({ kind: 'address', address, name });
  }

  put() {}

  update(facts: Parameters<Recorder['update']>[0]) {
    const rest = { schema: 1, spc: '0', eventSchema: 1, streams: [], writer: { pid: 0, startTime: 0 } };
    this.manifest = { ...facts, ...rest };
  }

  async discard() {
    this.discarded++;
    return true;
  }

  async close(facts: () => Parameters<Recorder['update']>[0]) {
    this.update(facts());
  }

  get recording(): Recording {
    if (!this.manifest) throw new Error('nothing was recorded');
    return { manifest: this.manifest, directory: this.directory, items: () => this.items, close: () => {} };
  }
}
