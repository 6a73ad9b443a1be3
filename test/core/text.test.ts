import { expect, test } from 'vitest';
import { lastLine, partAt } from '../../src/core/text.ts';

test.each([
  ['a=b=c', ['a', 'b=c']],
  ['a', ['a', undefined]],
  ['a=', ['a', '']],
  ['=a', ['', 'a']],
])('%s parts at the first =', (text, parts) => expect(partAt(text, '=')).toEqual(parts));

test.each([
  ['one\ntwo\n\n', 'two'],
  ['one\n  two \r\n', 'two'],
  ['', ''],
])('the last line of %j is %j', (text, line) => expect(lastLine(text)).toBe(line));
