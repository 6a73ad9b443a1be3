import { describe, expect, it } from 'vitest';
import { FORMATS, FORMATTERS } from '../../../../src/core/bench/formats/index.ts';
import { HUGE, hostileReport, report } from './report.ts';

/** All that acts on a terminal or turns text around, except the line's end. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const ACTS = /[\u0000-\u0009\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069]|\p{Cs}/u;

describe.each(FORMATS)('%s', (format) => {
  it('lets no hostile text act on a terminal', () => expect(FORMATTERS[format](hostileReport())).not.toMatch(ACTS));

  it('ends with a line', () => expect(FORMATTERS[format](report())).toMatch(/[^\n]\r?\n$/));

  it('bears an empty report', () =>
    expect(FORMATTERS[format](report([], { sections: [], leftOut: [], unusedWaivers: [] }))).not.toBe(''));
});

describe('a name of ten thousand characters', () => {
  it.each(['text', 'html'] as const)('is cut in %s', (format) => {
    expect(FORMATTERS[format](hostileReport(HUGE))).not.toContain('x'.repeat(2001));
    expect(FORMATTERS[format](hostileReport(HUGE))).toContain('…(+');
  });

  it('is cut for the eye even where nothing wraps', () => {
    const lines = FORMATTERS.text(hostileReport(HUGE)).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(400);
  });

  it.each(['json', 'bench-json'] as const)('is whole in %s', (format) =>
    expect(FORMATTERS[format](hostileReport(HUGE))).toContain(HUGE),
  );
});
