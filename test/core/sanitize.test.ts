import { expect, test } from 'vitest';
import { MAX_SANITIZED_INPUT, sanitize } from '../../src/core/sanitize.ts';

test.each([
  ['plain text', 'déjà vu 日本 😀', 'déjà vu 日本 😀'],
  ['a colour', '\x1b[31mred\x1b[0m', '␛red␛'],
  ['a cleared screen', '\x1b[2J\x1b[Hfake', '␛␛fake'],
  ['8-bit CSI', 'a\x9b31mb', 'a␛b'],
  ['a CSI that never ends', 'a\x1b[31;', 'a␛'],
  ['a hyperlink', '\x1b]8;;http://evil\x07click\x1b]8;;\x07', '␛click␛'],
  ['a hyperlink ended by ST', '\x1b]8;;http://evil\x1b\\click', '␛click'],
  ['a clipboard write', 'a\x1b]52;c;cm0gLXJm\x07b', 'a␛b'],
  ['an 8-bit OSC', 'a\x9d52;c;cm0=\x9cb', 'a␛b'],
  ['an OSC that never ends', 'a\x1b]0;title', 'a␛'],
  ['DCS', 'a\x1bP+q544e\x1b\\b', 'a␛b'],
  ['APC, PM, SOS', 'a\x1b_x\x1b\\b\x1b^y\x1b\\c\x1bXz\x1b\\d', 'a␛b␛c␛d'],
  ['8-bit DCS, APC, PM, SOS', '\x90x\x9ca\x9fx\x9cb\x9ex\x9cc\x98x\x9cd', '␛a␛b␛c␛d'],
  ['a reset', '\x1bcx', '␛x'],
  ['a charset', '\x1b(0lqk', '␛lqk'],
  ['an escape in a string', '\x1b]0;a\x1b[31mb', '␛␛b'],
  ['a lone escape', 'a\x1b', 'a␛'],
  ['a carriage return', 'safe\revil', 'safe␍evil'],
  ['a backspace', 'abc\b\b\bxyz', 'abc␈␈␈xyz'],
  ['bell, NUL, DEL', '\x07\x00\x7f', '␇␀␡'],
  ['newline and tab', 'a\nb\tc', 'a␊b c'],
  ['NEL', 'a\x85b', 'a<U+0085>b'],
  ['bidi override', 'a\u202eb\u202c', 'a<U+202E>b<U+202C>'],
  ['bidi isolate', '\u2066a\u2069', '<U+2066>a<U+2069>'],
  ['bidi marks', '\u200ea\u200f\u061c', '<U+200E>a<U+200F><U+061C>'],
  ['separators', 'a\u2028b\u2029', 'a<U+2028>b<U+2029>'],
  ['zero width', 'a\u200bb\u2060\ufeff', 'a<U+200B>b<U+2060><U+FEFF>'],
  ['tag characters', 'a\u{e0041}', 'a<U+E0041>'],
  ['variation selectors', 'a\ufe01\u{e0101}', 'a<U+FE01><U+E0101>'],
  ['a blank letter', 'a\u3164b', 'a<U+3164>b'],
  ['lone surrogates', 'a\ud800b\udc00', 'a\ufffdb\ufffd'],
])('%s', (_, text, safe) => {
  expect(sanitize(text)).toBe(safe);
});

test('multiline keeps newlines and tabs, and nothing else', () => {
  expect(sanitize('a\r\nb\tc\nd\re\x1b[A', { multiline: true })).toBe('a\nb\tc\nd␍e␛');
});

test('a string that never ends takes no further line with it', () => {
  expect(sanitize('\x1b]0;x\nkept', { multiline: true })).toBe('␛\nkept');
});

test.each([
  ['abcdef', 6, 'abcdef'],
  ['abcdefghijklmnopqrstuvwxyz', 10, 'abcd…(+22)'],
  ['abcdefgh', 3, '…'],
  ['😀😀😀😀😀', 8, '😀…(+8)'],
  ['\x1b]0;'.repeat(10), 9, '␛␛␛…(+7)'],
])('%j cut to %d', (text, max, expected) => {
  const cut = sanitize(text, { max });
  expect(cut.length).toBeLessThanOrEqual(max);
  expect(cut).toBe(expected);
});

test('a text beyond all limits is cut and counted', () => {
  const more = 1000;
  const cut = sanitize('a'.repeat(MAX_SANITIZED_INPUT + more));
  expect(cut.endsWith(`…(+${more})`)).toBe(true);
});

test.each(['\x1b', '\x1b]', '\x1b[1;', '\x9d', '\u202e', '\x1bP\x1b\\', '\r'])(
  '2 MB of %j become harmless',
  (piece) => {
    const text = piece.repeat(2_000_000 / piece.length);
    expect(sanitize(text)).not.toMatch(FORBIDDEN);
  },
);

const FORBIDDEN = /[\p{Cc}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}\p{Cs}]/u;

test('random text never leaks', () => {
  const alphabet = [
    '\x1b',
    '[',
    ']',
    'P',
    '\\',
    '\x07',
    '\x9b',
    '\x9d',
    '\x9c',
    ';',
    '8',
    'm',
    'a',
    ' ',
    '\n',
    '\r',
    '\u202e',
  ];
  const more = [...alphabet, '\u2066', '\ud83d', '\ude00', '\u{e0001}', '\x00', '\x18', '\x7f', '\u200b', '\t', '日'];
  const next = generator(42);
  for (let round = 0; round < 3000; round++) {
    const text = Array.from({ length: next(40) }, () => more[next(more.length)]).join('');
    expect(sanitize(text), JSON.stringify(text)).not.toMatch(FORBIDDEN);
    const lines = sanitize(text, { multiline: true, max: next(30) + 1 }).replaceAll(/[\n\t]/g, '');
    expect(lines, JSON.stringify(text)).not.toMatch(FORBIDDEN);
  }
});

test('sanitising twice changes nothing', () => {
  const once = sanitize('a\x1b]8;;x\x07\u202e\ud800\x85');
  expect(sanitize(once)).toBe(once);
});

/** Repeatable random integers below a bound (Park and Miller). */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48271) % 2147483647;
    return state % below;
  };
}
