import { expect, test } from 'vitest';
import { parseMatcher } from '../../../src/core/view/matcher.ts';

const LINE = '42 nginx openat(AT_FDCWD, "/etc/Passwd", O_RDONLY) = -1 ENOENT';

test.each([
  ['enoent', true],
  ['ENOENT', true],
  ['passwd"', true],
  ['/etc/passwd', true],
  ['openat(', true],
  ['nothing', false],
  ['!nothing', true],
  ['!enoent', false],
  ['/open(at)?\\(/', true],
  ['/passwd/', false],
  ['/passwd/i', true],
  ['!/passwd/', true],
  ['!/Passwd/', false],
  ['/', true],
  ['//', false],
  ['/^42 .* = -1 E/', true],
])('%s', (source, matches) => expect(parseMatcher(source)?.matches(LINE)).toBe(matches));

test.each(['', '!'])("'%s' lets all through", (source) => expect(parseMatcher(source)).toBeUndefined());

test('what is no regular expression is told', () => {
  expect(() => parseMatcher('/(/')).toThrow(SyntaxError);
  expect(() => parseMatcher('!/[/i')).toThrow(SyntaxError);
});

test('only plain text has a shortcut, and only regular expressions may take long', () => {
  expect(parseMatcher('Abc')).toMatchObject({ needle: 'abc', isSlow: false });
  expect(parseMatcher('!abc')).toMatchObject({ needle: '', isSlow: false });
  expect(parseMatcher('/abc/')).toMatchObject({ needle: '', isSlow: true });
});
