import { expect, test } from 'vitest';
import { parseDuration, parseExactDuration } from '../../src/core/duration.ts';

test.each([
  ['10', 10e9],
  ['500ms', 5e8],
  ['1.5h', 5400e9],
])('%s', (text, ns) => expect(parseDuration(text)).toBe(ns));

test('where a bare number could mean anything, the unit is asked for', () => {
  expect(parseExactDuration('10ms')).toBe(10e6);
  for (const text of ['10', '1.5'])
    expect(() => parseExactDuration(text)).toThrow(
      expect.objectContaining({ code: 'usage', hint: `${text}ms, ${text}us or ${text}s` }),
    ); // prettier-ignore
});
