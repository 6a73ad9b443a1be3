import { describe, expect, it } from 'vitest';
import { splitGoogle, splitPython } from '../../../src/core/label/split.ts';
import { fixture } from './fixtures.ts';

interface PythonCase {
  text: string;
  words: string[] | null;
  error: string | null;
}

describe('splitPython', () => {
  it.each(fixture<{ cases: PythonCase[] }>('python_shlex.json').cases)(
    'splits $text as Python',
    ({ text, words, error }) => {
      if (words) expect(splitPython(text)).toEqual(words);
      else expect(() => splitPython(text)).toThrow(error ?? '');
    },
  );
});

describe('splitGoogle', () => {
  it.each([
    ['a # b c\nd', ['a', 'd']],
    ['a#b', ['a#b']],
    ['# only', []],
    ['"# no comment"', ['# no comment']],
    [String.raw`"a\xb\$c"`, ['axb$c']],
    [String.raw`'a\b'`, [String.raw`a\b`]],
    [`'' ""`, ['', '']],
    [' a\t"b c"\r\n', ['a', 'b c']],
  ])('splits %j', (text, words) => {
    expect(splitGoogle(text)).toEqual(words);
  });

  it.each([`a 'b`, `"b`, 'b\\', '"b\\'])('refuses %j', (text) => {
    expect(() => splitGoogle(text)).toThrow(/^No (closing quotation|escaped character)$/);
  });
});
