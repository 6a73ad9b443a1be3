import { describe, expect, it } from 'vitest';
import { unescapeUnit } from '../../../src/core/containers/unit-name.ts';

describe('unescapeUnit', () => {
  it.each([
    ['web', 'web'],
    ['web\\x2d1', 'web-1'],
    ['a\\x20b\\X20', 'a b\\X20'],
    ['caf\\xc3\\xa9', 'café'],
    ['100%41\\x2d', '100%41-'],
    // no UTF-8, no escape
    ['\\xff', '\\xff'],
    ['\\xzz', '\\xzz'],
    ['a\\x2', 'a\\x2'],
  ])('%s is %s', (name, plain) => expect(unescapeUnit(name)).toBe(plain));
});
