/** Parsers at work, live or in a replay. */
import type { TraceEvent, TracerName } from '../../core/events.ts';
import type { StreamFormat } from '../../core/session/types.ts';
import { PARSERS } from '../../tracers/formats.ts';
import type { EventParser, ParserContext } from '../../tracers/types.ts';

/** A parser that survives itself: where it fails, that is told once, and what follows in the stream is not read. */
export function safeParser(format: StreamFormat, tracer: TracerName, context: ParserContext): EventParser {
  const parser = PARSERS[format](context);
  let failed = false;
  const attempt = (at: number, parse: () => TraceEvent[]): TraceEvent[] => {
    if (failed) return [];
    try {
      return parse();
    } catch (error) {
      failed = true;
      return [cannotRead(format, tracer, at, error)];
    }
  };
  return {
    push: (chunk, at) => attempt(at, () => parser.push(chunk, at)),
    end: (at) => attempt(at, () => parser.end(at)),
  };
}

function cannotRead(format: StreamFormat, tracer: TracerName, at: number, error: unknown): TraceEvent {
  const why = error instanceof Error ? error.message : String(error);
  return {
    kind: 'note',
    tracer,
    at,
    level: 'error',
    text: `a defect of spc: it cannot read this output (${format}): ${why}`,
  };
}
