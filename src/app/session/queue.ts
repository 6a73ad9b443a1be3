/** Events between the tools that make them and the renderer that takes them. */
import type { LostEvent, TraceEvent } from '../../core/events.ts';

/** More do not wait: memory stays bounded. */
const HIGH = 50_000;

/** Holds events until they are taken. */
export class EventQueue {
  readonly #recorded: boolean;
  #events: TraceEvent[] = [];
  #skipped = 0;
  #taken = Promise.withResolvers<void>();
  #given = Promise.withResolvers<void>();

  /**
   * `recorded`: when the renderer falls behind, events are left out here, and told, as the record has them; else the tools
   * wait, and their target with them.
   */
  constructor(recorded: boolean) {
    this.#recorded = recorded;
  }

  /** Resolves when there is room for more; undefined: there is. */
  give(events: readonly TraceEvent[]): Promise<void> | undefined {
    if (events.length === 0) return undefined;
    const isFull = this.#events.length >= HIGH;
    if (isFull && this.#recorded) this.#skipped += events.length;
    else for (const event of events) this.#events.push(event);
    this.#given.resolve();
    return isFull && !this.#recorded ? this.#taken.promise : undefined;
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

  /** Resolves when there is something to take. */
  get ready(): Promise<void> {
    return this.#events.length > 0 ? Promise.resolve() : this.#given.promise;
  }
}

/** It is not in the tally: nothing is missing in the record. */
function notShown({ tracer, at }: TraceEvent, count: number): LostEvent {
  return { kind: 'lost', tracer, at, count, what: 'events not shown, as the reader is slow; they are in the record' };
}
