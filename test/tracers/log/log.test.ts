import { describe, expect, it } from 'vitest';
import { logParser } from '../../../src/tracers/log/log.ts';

/** 2026-11-22T08:39:25.4Z. */
const context = {
  begin: { seconds: 1_795_336_765, nanoseconds: 400_000_000 },
  nsPidOf: () => null,
  forget: () => {},
  nameOf: () => '',
};

/** Events of a text that arrives in chunks of so many bytes, at 99. */
function parse(text: string, size = 1e6) {
  const parser = logParser('stdout')(context);
  const bytes = Buffer.from(text);
  const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
    bytes.subarray(i * size, (i + 1) * size),
  );
  return [...chunks.flatMap((chunk) => parser.push(chunk, 99)), ...parser.end(99)];
}

// as docker 20.10 and podman 4.3 print them
const LINES = `2026-11-22T08:39:25.426327601Z out2
2026-11-22T08:39:25.000000001Z  two  blanks é
2026-11-22T08:39:26.4Z from a terminal\r
2026-11-22T08:39:26.4Z 
no time at all
`;

describe("a container's log", () => {
  it('has the time each line was written, and that of its arrival where there is none', () => {
    expect(parse(LINES).map((event) => [event.at, 'text' in event ? event.text : ''])).toEqual([
      [26_327_601, 'out2'],
      [-399_999_999, ' two  blanks é'],
      [1e9, 'from a terminal'],
      [1e9, ''],
      [99, 'no time at all'],
    ]);
  });

  it.each([1, 2, 3, 7, 26])('is the same in chunks of %d bytes', (size) =>
    expect(parse(LINES, size)).toEqual(parse(LINES)),
  );
});
