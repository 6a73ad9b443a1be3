/** Tracers at work on one target: their output parsed, recorded and passed on, and all of them ended in the end. */
import type { EndReason, TraceEvent, TracerName } from '../../core/events.ts';
import { beginning } from '../../core/session/clock.ts';
import type { StreamFormat } from '../../core/session/types.ts';
import type { Target } from '../../core/target.ts';
import type { RunningTracer, StartTracer, StreamSink, TraceSetting } from '../../io/tracing/types.ts';
import { PARSERS } from '../../tracers/formats.ts';
import type { ParserContext } from '../../tracers/types.ts';
import type { SessionIo } from './io.ts';
import { EventQueue } from './queue.ts';
import type { Recorder } from './recorder.ts';
import { Tally } from './tally.ts';
import { Tasks } from './tasks.ts';

/** A tracer by the name it has in the session, and how it is started. */
export interface Planned {
  tracer: TracerName;
  start: StartTracer;
}

/** A tracer that was started, and its name. */
interface Started {
  tracer: TracerName;
  running: RunningTracer;
}

export class Session implements TraceSetting {
  readonly target: Target;
  readonly tally = new Tally();
  readonly queue: EventQueue;
  readonly started: Started[] = [];
  readonly pidsOf: () => number[];
  readonly #io: SessionIo;
  readonly #recorder: Recorder | undefined;
  readonly #context: ParserContext;
  readonly #told: StreamSink;
  #addresses = new Map<string, string>();

  constructor(io: SessionIo, target: Target, recorder?: Recorder) {
    this.target = target;
    this.pidsOf = io.membersOf(target);
    this.queue = new EventQueue(recorder !== undefined);
    this.#io = io;
    this.#recorder = recorder;
    this.#context = this.#makeContext();
    this.#told = this.stream('spc', 'strace', 'events');
  }

  get toolbox() {
    return this.#io.toolbox;
  }

  get guard() {
    return this.#io.guard;
  }

  get addresses(): ReadonlyMap<string, string> {
    return this.#addresses;
  }

  /** Reads who has which address; again now and then, as containers come and go. */
  async learnAddresses(): Promise<void> {
    for (const [address, name] of await this.#io.addresses()) this.#addresses.set(address, name);
  }

  stream(name: string, tracer: TracerName, format: StreamFormat): StreamSink {
    const parser = PARSERS[format](this.#context);
    const record = this.#recorder?.stream(name, tracer, format);
    return {
      write: (chunk) => {
        const at = this.#io.now();
        return both(record?.write(chunk, at), this.#give(parser.push(chunk, at)));
      },
      end: () => {
        void this.#give(parser.end(this.#io.now()));
        record?.end();
      },
    };
  }

  tell(event: Parameters<TraceSetting['tell']>[0]): void {
    const { kind, tracer, ...rest } = event;
    void this.#told.write(Buffer.from(`${JSON.stringify({ kind, tracer, at: this.#io.now(), ...rest })}\n`));
  }

  /** Starts one; what fails is thrown. */
  async start({ tracer, start }: Planned): Promise<void> {
    const running = await start(this);
    this.started.push({ tracer, running });
    void running.ended.then(({ reason, status }) => this.tellEnd(tracer, reason, status));
  }

  tellEnd(tracer: TracerName, reason: EndReason, status: number): void {
    const end: TraceEvent = { kind: 'end', tracer, at: this.#io.now(), reason, status };
    void this.#told.write(Buffer.from(`${JSON.stringify(end)}\n`));
  }

  /** Ends every tracer; the target runs on. */
  async stop(): Promise<void> {
    await Promise.all(this.started.map(({ running }) => running.stop()));
    await Promise.all(this.started.map(({ running }) => running.ended));
    this.#told.end();
  }

  #give(events: TraceEvent[]): Promise<void> | undefined {
    this.tally.add(events);
    return this.queue.give(events);
  }

  #makeContext(): ParserContext {
    const { clock, nsPid, now } = this.#io;
    const ask = (pid: number) => {
      const inside = nsPid(pid);
      this.#recorder?.task(now(), pid, inside);
      return inside;
    };
    const tasks = new Tasks(ask);
    return {
      begin: beginning(clock),
      nsPidOf: (pid) => tasks.nsPidOf(pid),
      forget: (pid) => tasks.forget(pid),
      nameOf: (address) => this.#addresses.get(address) ?? '',
    };
  }
}

/** Waits for what there is to wait for. */
function both(a: Promise<void> | void, b: Promise<void> | void): Promise<void> | void {
  return a && b ? Promise.all([a, b]).then(() => undefined) : (a ?? b);
}
