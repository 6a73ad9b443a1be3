import { describe, expect, it } from 'vitest';
import { beginning, since, timestamp } from '../../../src/core/session/clock.ts';
import { parseRfc3339 } from '../../../src/core/session/rfc3339.ts';

const begin = beginning({ began: '1795337960824320333' });

describe('the clock of a session', () => {
  it.each([
    [0, '2026-11-22T08:59:20.824320333Z'],
    [1, '2026-11-22T08:59:20.824320334Z'],
    [175_679_667, '2026-11-22T08:59:21.000000000Z'],
    [-824_320_334, '2026-11-22T08:59:19.999999999Z'],
    [-1, '2026-11-22T08:59:20.824320332Z'],
    [86_400_000_000_000, '2026-11-23T08:59:20.824320333Z'],
  ])('%d ns are %s', (at, text) => {
    expect(timestamp(begin, at)).toBe(text);
    const time = parseRfc3339(text);
    expect(since(begin, time?.seconds ?? 0, time?.nanoseconds ?? 0)).toBe(at);
  });

  it.each([1e30, -1e30, Number.MAX_SAFE_INTEGER])('%d ns, as a damaged record may have them, are some date', (at) => {
    expect(timestamp(begin, at)).toMatch(/^[+-]?\d{4,6}-\d\d-\d\dT[\d:.]+Z$/);
  });

  it.each([
    ['2026-11-22T08:39:25.4Z', 400_000_000],
    ['2026-11-22T08:39:25Z', 0],
    ['2026-11-22T09:39:25.000000001+01:00', 1],
  ])('reads %s', (text, nanoseconds) => {
    expect(parseRfc3339(text)).toEqual({ seconds: Date.UTC(2026, 10, 22, 8, 39, 25) / 1000, nanoseconds });
  });

  it.each(['', 'out1', '2026-11-22', '2026-13-45T99:00:00Z', '2026-11-22T08:39:25.1234567890Z'])(
    '%j is no time',
    (text) => expect(parseRfc3339(text)).toBeUndefined(),
  );
});
