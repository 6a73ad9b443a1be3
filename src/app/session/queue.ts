/** Events between the tools that make them and the renderer that takes them. */
import type { LostEvent, TraceEvent } from '../../core/events.ts';

/** More do not wait: memory stays bounded. */
const HIGH = 50_000;

export interface Queueing {
  /**
   * When the renderer falls behind, events are left out here, and told: for eyes, which cannot follow so fast, and only when
   * all is recorded.
   */
  skips: boolean;
  /** Else the tools wait, and their target with them, but no longer than this: a reader that has stopped must not stop it. */
  patienceMs: number;
  /** Called for events that are left out then, and are nowhere else. */
  dropped(count: number): void;
}

/** Holds events until they are taken. */
export class EventQueue {
  readonly #queueing: Queueing;
  #isPatient = true;
  #events: TraceEvent[] = [];
  #skipped = 0;
  #closed = false;
  #taken = Promise.withResolvers<void>();
  #given = Promise.withResolvers<void>();

  constructor(queueing: Queueing) {
    this.#queueing = queueing;
  }

  /** Resolves when there is room for more; undefined: there is. */
  give(events: readonly TraceEvent[]): Promise<void> | undefined {
    if (events.length === 0 || this.#closed) return undefined;
    const waits = !this.#queueing.skips && this.#isPatient;
    if (this.#events.length >= HIGH && !waits) this.#leaveOut(events.length);
    else for (const event of events) this.#events.push(event);
    this.#given.resolve();
    return this.#events.length >= HIGH && waits ? this.#room() : undefined;
  }

  #leaveOut(count: number): void {
    this.#skipped += count;
    if (!this.#queueing.skips) this.#queueing.dropped(count);
  }

  async #room(): Promise<void> {
    const taken = this.#taken;
    const timer = setTimeout(() => {
      this.#isPatient = false;
      taken.resolve();
    }, this.#queueing.patienceMs);
    await taken.promise;
    clearTimeout(timer);
  }

  /** All that wait now. */
  take(): TraceEvent[] {
    const events = this.#events;
    const last = events.at(-1);
    if (this.#skipped > 0 && last) events.push(notShown(last, this.#skipped, this.#queueing.skips));
    this.#events = [];
    this.#skipped = 0;
    this.#isPatient = true;
    this.#taken.resolve();
    this.#taken = Promise.withResolvers();
    this.#given = Promise.withResolvers();
    return events;
  }

  /** Nobody takes any more: what comes is dropped, and nobody waits. */
  close(): void {
    this.#closed = true;
    this.wake();
    this.take();
  }

  /** Whoever waits for something to take looks again. */
  wake(): void {
    this.#given.resolve();
  }

  /** Resolves when there is something to take, or at `wake`. */
  get ready(): Promise<void> {
    return this.#events.length > 0 ? Promise.resolve() : this.#given.promise;
  }
}

/** Told of events that are in no record. */
export const STALLED = 'events, as their reader stopped reading: the target was not to wait for it';

function notShown({ at }: TraceEvent, count: number, isRecorded: boolean): LostEvent {
  const what = isRecorded ? 'events not shown, as their reader is slow; they are in the record' : STALLED;
  return { kind: 'lost', tracer: 'spc', at, count, what };
}
