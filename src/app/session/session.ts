/** Tracers at work on one target: their output parsed, recorded and passed on, and all of them ended in the end. */
import type { EndReason, TraceEvent, TracerName } from '../../core/events.ts';
import { beginning } from '../../core/session/clock.ts';
import { MAX_STREAMS } from '../../core/session/journal.ts';
import type { Shown } from '../../core/session/show.ts';
import type { StreamFacts, StreamFormat } from '../../core/session/types.ts';
import type { Target } from '../../core/target.ts';
import type { Recorder } from '../../io/recorder/types.ts';
import type { Around } from '../../io/tracing/addresses.ts';
import type { RunningTracer, StartTracer, StreamSink, TraceSetting } from '../../io/tracing/types.ts';
import type { ParserContext } from '../../tracers/types.ts';
import type { SessionIo } from './io.ts';
import { safeParser } from './parsing.ts';
import { EventQueue, STALLED } from './queue.ts';
import { Tally } from './tally.ts';
import { Tasks } from './tasks.ts';

/** A tracer by the name it has in the session, and how it is started. */
export interface Planned {
  tracer: TracerName;
  start: StartTracer;
}

/** A tracer that was started. */
interface Started {
  planned: Planned;
  running: RunningTracer;
  /** The tracer's own; should that be rejected, it is told, and the tracer has failed. */
  ended: RunningTracer['ended'];
}

export interface SessionOptions {
  recorder: Recorder | undefined;
  /** See EventQueue. */
  skips: boolean;
  /** Which events are shown; undefined: all. All are recorded, and count. */
  shown?: Shown | undefined;
}

/** A pager that is read, a slow network: longer than these pause, nobody is there. */
const PATIENCE_MS = 5000;

export class Session implements TraceSetting {
  readonly target: Target;
  readonly tally = new Tally();
  readonly queue: EventQueue;
  readonly started: Started[] = [];
  /** Why it is over, before its tracers are stopped; undefined: it is not, as far as is known. */
  overBy: EndReason | undefined;
  readonly pidsOf: () => number[];
  readonly #io: SessionIo;
  readonly #recorder: Recorder | undefined;
  readonly #shown: Shown | undefined;
  readonly #context: ParserContext;
  readonly #told: StreamSink;
  readonly #names = new Map<string, number>();
  readonly #addresses = new Map<string, string>();
  /** What tracers failed with, and was told. */
  readonly #failures = new Set<unknown>();
  #isPartly = false;

  constructor(io: SessionIo, target: Target, { recorder, skips, shown }: SessionOptions) {
    this.target = target;
    this.pidsOf = io.membersOf(target);
    const dropped = (count: number) =>
      this.tally.add([{ kind: 'lost', tracer: 'spc', at: io.now(), count, what: STALLED }]);
    this.queue = new EventQueue({ skips, patienceMs: PATIENCE_MS, dropped });
    this.#io = io;
    this.#recorder = recorder;
    this.#shown = shown;
    this.#context = this.#makeContext();
    this.#told = this.stream('spc', 'spc', 'events');
  }

  get toolbox() {
    return this.#io.toolbox;
  }

  get guard() {
    return this.#io.guard;
  }

  get ending() {
    return this.#io.ending;
  }

  get addresses(): ReadonlyMap<string, string> {
    return this.#addresses;
  }

  /** Reads who has which address; again now and then, as containers come and go. */
  async learnAddresses(around?: Around): Promise<void> {
    for (const [address, name] of await this.#io.addresses(around)) {
      if (this.#addresses.get(address) === name) continue;
      this.#addresses.set(address, name);
      this.#recorder?.address(address, name);
    }
  }

  /** A name that is taken gets a number: two scripts of one tool. */
  stream(name: string, tracer: TracerName, format: StreamFormat, facts: StreamFacts = {}): StreamSink {
    const parser = safeParser(format, tracer, { ...this.#context, facts });
    const record = this.#recorder?.stream(this.#unique(name), tracer, format, facts);
    if (this.#recorder && !record) this.#tellPartly();
    let ended = false;
    return {
      write: (chunk) => {
        const at = this.#io.now();
        // first: the record has what a parser asked before the chunk it asked for
        const events = parser.push(chunk, at);
        return both(record?.write(chunk, at), this.#give(events));
      },
      end: () => {
        if (ended) return;
        ended = true;
        const at = this.#io.now();
        const events = parser.end(at);
        record?.end(at);
        void this.#give(events);
      },
    };
  }

  tell(event: Parameters<TraceSetting['tell']>[0]): void {
    const { kind, tracer, ...rest } = event;
    this.#write({ kind, tracer, at: this.#io.now(), ...rest } as TraceEvent);
  }

  /** Starts one; what fails is thrown. */
  async start(planned: Planned): Promise<void> {
    const running = await planned.start(this);
    const ended = running.ended.catch((error: Error) => this.#failed(planned, error));
    this.started.push({ planned, running, ended });
    // a tracer knows that it was stopped, the session why
    void ended.then(({ reason, status }) => {
      if (reason === 'tool' && status !== 0) this.#tellCut(planned.tracer);
      this.tellEnd(planned.tracer, reason === 'stopped' ? (this.overBy ?? reason) : reason, status);
    });
  }

  /** strace tells it itself: it may have been started again. */
  #tellCut(tracer: TracerName): void {
    if (tracer === 'strace') return;
    this.tell({
      kind: 'lost',
      tracer,
      count: null,
      what: 'events: those it still held when it ended, and all later ones',
    });
  }

  tellEnd(tracer: TracerName, reason: EndReason, status: number): void {
    this.#write({ kind: 'end', tracer, at: this.#io.now(), reason, status });
  }

  /**
   * Ends every tracer; the target runs on. May be called again, with less grace. When one cannot be ended, the others are all
   * the same; then its error is thrown.
   */
  async stop(graceMs?: number): Promise<void> {
    const stops = await Promise.allSettled(
      this.started.map(async ({ running, ended }) => {
        await running.stop(graceMs);
        await ended;
      }),
    );
    this.#told.end();
    for (const stop of stops) if (stop.status === 'rejected' && !this.#failures.has(stop.reason)) throw stop.reason;
  }

  /** Ends the tracers of a name; the others go on. May be called again, with less grace. */
  async stopOne(tracer: TracerName, graceMs?: number): Promise<void> {
    const own = this.started.filter(({ planned }) => planned.tracer === tracer);
    await Promise.all(own.map(({ running }) => running.stop(graceMs)));
  }

  #failed({ tracer }: Planned, error: Error): { reason: EndReason; status: number } {
    this.#failures.add(error);
    this.tell({ kind: 'note', tracer, level: 'error', text: `it failed: ${error.message}` });
    return { reason: 'failed', status: 1 };
  }

  /** Once. */
  #tellPartly(): void {
    if (this.#isPartly) return;
    this.#isPartly = true;
    const what = `in the record: it takes no more than ${MAX_STREAMS} streams, and what further ones say is shown only`;
    this.tell({ kind: 'lost', tracer: 'spc', count: null, what });
  }

  #write(event: TraceEvent): void {
    void this.#told.write(Buffer.from(`${JSON.stringify(event)}\n`));
  }

  #unique(name: string): string {
    const before = this.#names.get(name) ?? 0;
    this.#names.set(name, before + 1);
    return before === 0 ? name : this.#unique(`${name}-${before + 1}`);
  }

  #give(events: TraceEvent[]): Promise<void> | undefined {
    this.tally.add(events);
    return this.queue.give(this.#shown ? events.filter(this.#shown) : events);
  }

  #makeContext(): ParserContext {
    const { clock, nsPid } = this.#io;
    const tasks = new Tasks((pid) => {
      const inside = nsPid(pid);
      this.#recorder?.task(pid, inside);
      return inside;
    });
    return {
      begin: beginning(clock),
      nsPidOf: (pid) => tasks.nsPidOf(pid),
      forget: (pid) => {
        tasks.forget(pid);
        this.#recorder?.forget(pid);
      },
      nameOf: (address) => this.#addresses.get(address) ?? '',
    };
  }
}

/** Waits for what there is to wait for. */
function both(a: Promise<void> | void, b: Promise<void> | void): Promise<void> | void {
  return a && b ? Promise.all([a, b]).then(() => undefined) : (a ?? b);
}
