/** A container's log as its engine prints it: each line with the time it was written. */

import { since } from '../../core/session/clock.ts';
import { parseRfc3339 } from '../../core/session/rfc3339.ts';
import { lineParser } from '../text.ts';
import type { MakeParser } from '../types.ts';

/** Parses one of the two streams of `docker logs --timestamps` and of podman's; a line without a time has that of its arrival. */
export const logParser =
  (stream: 'stdout' | 'stderr'): MakeParser =>
  ({ begin }) =>
    lineParser((line, arrived) => {
      const blank = line.indexOf(' ');
      const time = parseRfc3339(blank < 0 ? line : line.slice(0, blank));
      const at = time ? since(begin, time.seconds, time.nanoseconds) : arrived;
      const text = time ? line.slice(blank < 0 ? line.length : blank + 1) : line;
      // what was written to a terminal ends its lines so
      return { kind: 'log', tracer: 'log', at, stream, text: text.endsWith('\r') ? text.slice(0, -1) : text };
    });
