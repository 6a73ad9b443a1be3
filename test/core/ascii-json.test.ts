import { expect, test } from 'vitest';
import { asciiJson } from '../../src/core/ascii-json.ts';

test('escapes all but printable ASCII, and reads back', () => {
  const value = { é: 'a\u202e\x9b\x7f\n"\\😀\ud800' };
  const text = asciiJson(value);
  expect(text).toMatch(/^[\x20-\x7e]+$/);
  expect(JSON.parse(text)).toEqual(value);
});
