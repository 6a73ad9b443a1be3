// biome-ignore-all lint/suspicious/noTemplateCurlyInString: labels hold shell variables
import { describe, expect, it } from 'vitest';
import { SpcError } from '../../../src/core/errors.ts';
import { literalText, tokenise } from '../../../src/core/label/shlex.ts';
import { splitPython } from '../../../src/core/label/split.ts';
import { fixture, LABEL_CASES, randomText, seeded } from './fixtures.ts';

const words = (text: string) => tokenise(text).map(literalText);

describe('tokenise', () => {
  it.each([
    ['a  b\tc\nd', ['a', 'b', 'c', 'd']],
    [`a'b c'"d e"f`, ['ab cd ef']],
    [`'' ""`, ['', '']],
    [String.raw`a\ b \"`, ['a b', '"']],
    [String.raw`"\$ \\ \" \x"`, [String.raw`$ \ " \x`]],
    [String.raw`'\$'`, [String.raw`\$`]],
    ['a \\\n b', ['a', 'b']],
    ['a\\\nb', ['ab']],
    ['--user=$(id -u) x', ['--user=$(id -u)', 'x']],
    ['$(echo ")" $(b)) y', ['$(echo ")" $(b))', 'y']],
    ['`a b` ${X:-a b} c', ['`a b`', '${X:-a b}', 'c']],
    ['a $ b$', ['a', '$', 'b$']],
    ['a; b|c', ['a;', 'b|c']],
    ['', []],
  ])('splits %j', (text, expected) => {
    expect(words(text)).toEqual(expected);
  });

  it('keeps what was quoted, escaped and an expansion apart', () => {
    expect(tokenise(String.raw`a'b'"c$D"\$E$F`)).toEqual([
      {
        at: 0,
        parts: [
          { text: 'a', quote: 'none', kind: 'text' },
          { text: 'b', quote: 'single', kind: 'text' },
          { text: 'c', quote: 'double', kind: 'text' },
          { text: '$D', quote: 'double', kind: 'expansion' },
          { text: '$', quote: 'none', kind: 'escaped' },
          { text: 'E', quote: 'none', kind: 'text' },
          { text: '$F', quote: 'none', kind: 'expansion' },
        ],
      },
    ]);
  });

  it.each([
    [`docker run 'a`, 'a single quote is not closed', "at character 12: docker run 'a"],
    ['docker "a', 'a double quote is not closed', 'at character 8: docker "a'],
    ['docker a\\', 'a backslash ends the label', 'at character 9: docker a\\'],
    ['docker $(a', 'a $( is not closed', 'at character 8: docker $(a'],
    ["docker $(a 'b)", 'a $( is not closed', "at character 8: docker $(a 'b)"],
    ['docker ${a', 'a ${ is not closed', 'at character 8: docker ${a'],
    ['docker `a', 'a backquote is not closed', 'at character 8: docker `a'],
  ])('says where %j goes wrong', (text, what, why) => {
    const error = caught(() => tokenise(text));
    expect([error.code, error.message, error.why]).toEqual(['label-syntax', what, why]);
  });

  it('cuts the excerpt of a long label', () => {
    const error = caught(() => tokenise(`${'x '.repeat(1000)}'${'y '.repeat(1000)}`));
    expect(error.why).toBe(`at character 2001: …${'x '.repeat(8)}'${'y '.repeat(15)}y…`);
  });

  it('agrees with Python where neither expands nor continues lines', () => {
    const plain = fixture<{ cases: { text: string; words: string[] | null }[] }>('python_shlex.json').cases.filter(
      ({ text, words }) => words && !/[$`]|\\\n/.test(text),
    );
    expect(plain.length).toBeGreaterThan(50);
    for (const { text, words: expected } of plain) expect(words(text), text).toEqual(expected);
  });

  it('agrees with Python on every label of the field without a command substitution', () => {
    for (const { value, atomic_error } of LABEL_CASES) {
      if (!atomic_error && !value.includes('$(')) expect(words(value), value).toEqual(splitPython(value));
    }
  });

  it('reads any text to an end: words, or label-syntax', () => {
    const random = seeded(11);
    for (let round = 0; round < 3000; round += 1) {
      const text = randomText(random, [...' \n\'"\\$`(){}ab:-'], 1 + random(20));
      try {
        expect(tokenise(text).every(({ parts }) => parts.length > 0)).toBe(true);
      } catch (error) {
        expect(error).toBeInstanceOf(SpcError);
      }
    }
  });
});

function caught(run: () => unknown): SpcError {
  try {
    run();
  } catch (error) {
    if (error instanceof SpcError) return error;
  }
  throw new Error('no SpcError');
}
