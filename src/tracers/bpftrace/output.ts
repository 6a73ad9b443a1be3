/** What a bpftrace program prints, as text: read from `-f json`, in which no text of a target can pass for bpftrace's own. */
import type { TraceEvent } from '../../core/events.ts';
import { LineSplitter, MAX_LINE } from '../lines.ts';
import type { EventParser, MakeParser, ParserContext } from '../types.ts';
import { lostCount, MAX_JSON_LINE, readPrinted } from './read.ts';
import { rendered } from './render.ts';

/** Text as it is: the next goes on in the same line. */
const PRINTED = ['printf', 'time', 'cat'];

/** What is printed up to a newline at its end is an event, and each entry of a map: also where it has newlines within. */
export const bpftraceText: MakeParser = (context) => new TextParser(context);

class TextParser implements EventParser {
  readonly #splitter = new LineSplitter(MAX_JSON_LINE);
  readonly #isReady: (data: unknown) => boolean;
  /** Printed without a newline so far. */
  #begun = '';

  constructor(context: ParserContext) {
    this.#isReady = readiness(context);
  }

  push(chunk: Uint8Array, at: number): TraceEvent[] {
    return this.#splitter.push(chunk).flatMap((line) => this.#events(line, at));
  }

  end(at: number): TraceEvent[] {
    return [...this.#splitter.end().flatMap((line) => this.#events(line, at)), ...this.#flush(at)];
  }

  #events(line: string, at: number): TraceEvent[] {
    const printed = readPrinted(line);
    if (!printed) return [...this.#flush(at), ...probes([line.slice(0, MAX_LINE)], at)];
    const { type, data } = printed;
    if (type === 'attached_probes' || this.#isReady(data)) return [];
    if (type === 'lost_events') return [lostEvent(lostCount(printed), at)];
    if (PRINTED.includes(type) && typeof data === 'string') return this.#print(data, at);
    return [...this.#flush(at), ...probes(rendered(printed) ?? [line], at)];
  }

  #print(text: string, at: number): TraceEvent[] {
    this.#begun += text;
    return text.endsWith('\n') || this.#begun.length > MAX_LINE ? this.#flush(at) : [];
  }

  #flush(at: number): TraceEvent[] {
    const text = this.#begun;
    this.#begun = '';
    return probes([text], at);
  }
}

/** Without newlines around it; of what is nothing else, there is no event. */
function probes(texts: readonly string[], at: number): TraceEvent[] {
  return texts
    .map((text) => inner(text))
    .filter((text) => text !== '')
    .map((text) => ({ kind: 'probe', tracer: 'bpftrace', at, text, data: null }));
}

function inner(text: string): string {
  let [from, to] = [0, text.length];
  while (text[from] === '\n') from++;
  while (to > from && text[to - 1] === '\n') to--;
  return text.slice(from, to);
}

/** Tells the line that says all is attached, the first time: whoever knew its word would hide no more by it. */
export function readiness({ facts }: ParserContext): (data: unknown) => boolean {
  let seen = false;
  return (data) => {
    if (seen || facts?.ready === undefined || data !== `${facts.ready}\n`) return false;
    seen = true;
    return true;
  };
}

/** The program prints faster than bpftrace takes it: the ring between kernel and bpftrace was full. */
export function lostEvent(count: number | null, at: number): TraceEvent {
  return { kind: 'lost', tracer: 'bpftrace', at, count, what: 'lines the program printed faster than they are read' };
}
