/** Events between the tools that make them and the renderer that takes them. */
import type { LostEvent, TraceEvent } from '../../core/events.ts';

/** More do not wait: memory stays bounded. */
const HIGH = 50_000;

/** Holds events until they are taken. */
export class EventQueue {
  readonly #skips: boolean;
  #events: TraceEvent[] = [];
  #skipped = 0;
  #closed = false;
  #taken = Promise.withResolvers<void>();
  #given = Promise.withResolvers<void>();

  /**
   * `skips`: when the renderer falls behind, events are left out here, and told: for eyes, which cannot follow so fast, and
   * only when all is recorded. Else the tools wait, and their target with them.
   */
  constructor(skips: boolean) {
    this.#skips = skips;
  }

  /** Resolves when there is room for more; undefined: there is. */
  give(events: readonly TraceEvent[]): Promise<void> | undefined {
    if (events.length === 0 || this.#closed) return undefined;
    const isFull = this.#events.length >= HIGH;
    if (isFull && this.#skips) this.#skipped += events.length;
    else for (const event of events) this.#events.push(event);
    this.#given.resolve();
    return this.#events.length >= HIGH && !this.#skips ? this.#taken.promise : undefined;
  }

  /** All that wait now. */
  take(): TraceEvent[] {
    const events = this.#events;
    const last = events.at(-1);
    if (this.#skipped > 0 && last) events.push(notShown(last, this.#skipped));
    this.#events = [];
    this.#skipped = 0;
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

/** It is not in the tally: nothing is missing in the record. */
function notShown({ at }: TraceEvent, count: number): LostEvent {
  return {
    kind: 'lost',
    tracer: 'spc',
    at,
    count,
    what: 'events not shown, as the screen is slow; they are in the record',
  };
}
