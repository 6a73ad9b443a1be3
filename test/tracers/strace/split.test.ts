import { describe, expect, test } from 'vitest';
import { fixture, parse } from './captured.ts';

/** Numbers that look random and are the same at each run (a linear congruential generator). */
function sizes(seed: number, max: number): number[] {
  let state = seed;
  return Array.from({ length: 199 }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return 1 + (state % max);
  });
}

const FIXTURES = ['threads', 'hostile-names', 'hostile-names-padded', 'killed', 'detached', 'no-pids'];

describe.each(FIXTURES)('%s', (name) => {
  const bytes = fixture(name);
  const whole = parse(bytes, [bytes.length]);

  test('byte by byte it means the same', () => expect(parse(bytes, [1])).toEqual(whole));

  test.each([3, 17, 80, 400, 5000])('in pieces of up to %d bytes it means the same', (max) => {
    for (const seed of [1, 2, 3, 4, 5]) expect(parse(bytes, sizes(seed, max))).toEqual(whole);
  });
});

test('cut off anywhere, it tells no call twice and invents none', () => {
  const bytes = fixture('threads').subarray(0, 12_000);
  const whole = parse(bytes).length;
  for (let end = 0; end < bytes.length; end += 7)
    expect(parse(bytes.subarray(0, end)).length).toBeLessThanOrEqual(whole + 1);
});

test('a very long line means the same in any pieces', () => {
  const bytes = Buffer.from(
    `1<a> 1795336001.5 write(1, "${'x'.repeat(1_200_000)}", 9) = 9\n1<a> 1795336001.6 close(1) = 0\n`,
  );
  const whole = parse(bytes, [bytes.length]);
  for (const size of [65_536, 4096, 1_048_600]) expect(parse(bytes, [size])).toEqual(whole);
});

test('hostile bytes neither throw nor vanish', () => {
  const bytes = Uint8Array.from({ length: 50_000 }, (_, i) => (i * i * 31 + (i >> 3)) & 0xff);
  const lines = Buffer.from(bytes)
    .toString('latin1')
    .split('\n')
    .filter((line) => line !== '').length;
  const events = parse(bytes, sizes(9, 700));
  expect(events).toHaveLength(lines);
  expect(events).toEqual(parse(bytes));
});
