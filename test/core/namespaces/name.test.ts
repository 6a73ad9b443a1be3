import { describe, expect, it } from 'vitest';
import { parseNamespaceLink, parseNamespaceName } from '../../../src/core/namespaces/name.ts';

describe('parseNamespaceLink', () => {
  it.each([
    ['net:[4026531840]', { type: 'net', inode: 4026531840 }],
    ['time:[4026531834]', { type: 'time', inode: 4026531834 }],
    ['socket:[4026531840]', undefined],
    ['pipe:[12]', undefined],
    ['anon_inode:[eventfd]', undefined],
    ['net:[12] (deleted)', undefined],
    ['/tmp/net:[12]', undefined],
    ['net:[]', undefined],
    ['net:[1e3]', undefined],
    ['__proto__:[1]', undefined],
    ['', undefined],
  ])('%s', (text, expected) => expect(parseNamespaceLink(text)).toEqual(expected));
});

describe('parseNamespaceName', () => {
  it.each([
    ['4026531840', undefined],
    ['net:4026531840', 'net'],
    ['net:[4026531840]', 'net'],
    ['ns:net:4026531840', 'net'],
  ])('%s', (text, type) => expect(parseNamespaceName(text)).toEqual({ type, inode: 4026531840 }));

  it.each(['web', 'foo:12', 'net:', 'net:12x', 'net:-1', '12]', '', '1'.repeat(16), 'constructor:1'])(
    "'%s' is none",
    (text) => expect(() => parseNamespaceName(text)).toThrow(expect.objectContaining({ code: 'usage' })),
  );
});
