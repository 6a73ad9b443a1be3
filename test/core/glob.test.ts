import { expect, test } from 'vitest';
import { globMatch } from '../../src/core/glob.ts';

test.each([
  ['*', '', true],
  ['*', 'a/b:c', true],
  ['', '', true],
  ['', 'a', false],
  ['a', 'a', true],
  ['a', 'ab', false],
  ['b', 'ab', false],
  ['a*', 'a/b', true],
  ['*/tools', 'x/y/tools', true],
  ['*/tools', 'x/tools2', false],
  ['a*b*c', 'a-b-b-c', true],
  ['a*b*c', 'a-c-b', false],
  ['a.c', 'abc', false],
  ['volume=/*:ro', 'volume=/etc:ro', true],
  ['volume=/*:ro', 'volume=/etc:rw', false],
  ['**', 'x', true],
])('%s on %s: %s', (pattern, text, matches) => {
  expect(globMatch(pattern, text)).toBe(matches);
});

test('a pattern made to overload ends', () => {
  expect(globMatch(`${'*a'.repeat(50)}b`, 'a'.repeat(5000))).toBe(false);
});
