/** What a tracer's output means: parsers from raw bytes to events. Pure: the same for a live run and a replay. */
import type { TraceEvent } from '../core/events.ts';
import type { Beginning } from '../core/session/clock.ts';
import type { StreamFacts } from '../core/session/types.ts';

/** What a parser may ask about the world its bytes come from; a replay answers from the record. */
export interface ParserContext {
  begin: Beginning;
  /** The number a host pid has in its own pid namespace; null when unknown. */
  nsPidOf(pid: number): number | null;
  /** The process has ended: its number may be another's. */
  forget(pid: number): void;
  /** The container that has an IP address; empty: none. */
  nameOf(address: string): string;
  /** Of the stream that is parsed; more may become known while it is. */
  facts?: Readonly<StreamFacts>;
}

/** Reads one stream. Any split of the bytes into chunks gives the same events in the same order. */
export interface EventParser {
  /** `at`: when the chunk arrived, for output that has no time of its own. */
  push(chunk: Uint8Array, at: number): TraceEvent[];
  /** The stream has ended: what was begun is given as it is. */
  end(at: number): TraceEvent[];
}

export type MakeParser = (context: ParserContext) => EventParser;
