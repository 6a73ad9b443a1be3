/** What a replay makes of a recorded session's items: the events that the live run made of them. */
import type { TraceEvent, TracerName } from '../../core/events.ts';
import { beginning } from '../../core/session/clock.ts';
import type { StreamEntry } from '../../core/session/journal.ts';
import type { SessionClock, StreamFacts } from '../../core/session/types.ts';
import type { RecordedItem } from '../../io/recorder/types.ts';
import type { EventParser, ParserContext } from '../../tracers/types.ts';
import { safeParser } from './parsing.ts';
import { RecordedTasks } from './recorded-tasks.ts';
import { Tasks } from './tasks.ts';

interface Played {
  entry: StreamEntry;
  /** undefined: it has ended. */
  parser: EventParser | undefined;
  facts: StreamFacts;
}

export class Player {
  /** When the last item came, nanoseconds since the session began. */
  at = 0;
  /** Something of the record could not be given. */
  isPartial = false;
  readonly #streams = new Map<number, Played>();
  readonly #tasks = new RecordedTasks();
  readonly #addresses = new Map<string, string>();
  readonly #context: ParserContext;

  constructor(clock: SessionClock) {
    const tasks = new Tasks((pid) => this.#tasks.ask(pid));
    this.#context = {
      begin: beginning(clock),
      nsPidOf: (pid) => tasks.nsPidOf(pid),
      forget: (pid) => tasks.forget(pid),
      nameOf: (address) => this.#addresses.get(address) ?? '',
    };
  }

  take(item: RecordedItem): TraceEvent[] {
    switch (item.kind) {
      case 'bytes':
        this.at = item.at;
        return this.#streams.get(item.id)?.parser?.push(item.bytes, item.at) ?? [];
      case 'end':
        this.at = item.at;
        return this.#end(this.#streams.get(item.id));
      case 'missing':
        return [this.#lost(item.tracer, null, missing(item))];
      case 'unknown':
        return [this.#lost('spc', null, `of the output: the journal does not tell what stream ${item.id} is`)];
      case 'unreadable':
        return [this.#lost('spc', item.lines, `lines of ${item.journal} that make no sense`)];
      default:
        this.#learn(item);
        return [];
    }
  }

  /** What was begun is given as it is: for a recording that was cut off. */
  end(): TraceEvent[] {
    return [...this.#streams.values()].flatMap((stream) => this.#end(stream));
  }

  #end(stream: Played | undefined): TraceEvent[] {
    const events = stream?.parser?.end(this.at) ?? [];
    if (stream) stream.parser = undefined;
    return events;
  }

  #learn(item: Exclude<RecordedItem, { kind: 'bytes' | 'end' | 'missing' | 'unknown' | 'unreadable' }>): void {
    if (item.kind === 'stream') this.#begin(item);
    else if (item.kind === 'address') this.#addresses.set(item.address, item.name);
    else if (item.kind === 'facts') Object.assign(this.#streams.get(item.id)?.facts ?? {}, item.facts);
    else if (item.kind === 'known') this.#tasks.know(item.pid, item.nsPid);
    else this.#tasks.answer(item.pid, item.nsPid);
  }

  #begin(entry: StreamEntry): void {
    const facts: StreamFacts = {};
    const parser = safeParser(entry.format, entry.tracer, { ...this.#context, facts });
    this.#streams.set(entry.id, { entry, parser, facts });
  }

  #lost(tracer: TracerName, count: number | null, what: string): TraceEvent {
    this.isPartial = true;
    return { kind: 'lost', tracer, at: this.at, count, what };
  }
}

const missing = ({ bytes, name }: { bytes: number; name: string }) =>
  `of the output: ${bytes} bytes of ${name} are not in the record any more, or its journal does not tell of them`;
