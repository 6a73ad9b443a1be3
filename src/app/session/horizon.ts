/** When a replay that shows events up to a moment has read enough. */
import type { TraceEvent } from '../../core/events.ts';
import type { StreamFormat } from '../../core/session/types.ts';
import type { RecordedItem } from '../../io/recorder/types.ts';

/**
 * Formats whose events have a time of their own, before that of their arrival: `ordered` ones are past a moment with the
 * first event from then on; strace's are told when a call returns, which may have begun any time before.
 */
const OWN_TIME: Partial<Record<StreamFormat, 'ordered' | 'any'>> = {
  strace: 'any',
  pcap: 'ordered',
  'log-stdout': 'ordered',
  'log-stderr': 'ordered',
};

/** Follows a record item by item. */
export class Horizon {
  readonly #until: number;
  /** Streams that may still have something from before. */
  readonly #open = new Map<number, 'ordered' | 'any'>();

  constructor(until: number) {
    this.#until = until;
  }

  /** Whether nothing that comes later can be from before the moment. `events`: what the item gave. */
  isPassed(item: RecordedItem, events: readonly TraceEvent[]): boolean {
    const time = item.kind === 'stream' ? OWN_TIME[item.format] : undefined;
    if (item.kind === 'stream' && time) this.#open.set(item.id, time);
    else if (item.kind === 'end') this.#open.delete(item.id);
    else if (item.kind === 'bytes' && this.#open.get(item.id) === 'ordered' && this.#isBeyond(events))
      this.#open.delete(item.id);
    return 'at' in item && item.at >= this.#until && this.#open.size === 0;
  }

  #isBeyond(events: readonly TraceEvent[]): boolean {
    return (events.at(-1)?.at ?? 0) >= this.#until;
  }
}
