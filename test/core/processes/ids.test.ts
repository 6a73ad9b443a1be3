import { describe, expect, it } from 'vitest';
import { parsePasswd } from '../../../src/core/processes/passwd.ts';
import { parseUidMap } from '../../../src/core/processes/uid-map.ts';
import { captured } from './fixture.ts';

describe('parseUidMap', () => {
  const map = parseUidMap('         0       1000          1\n         1     100000      65536\n');

  it('reads a map', () => {
    expect(parseUidMap(captured('uid_map.root'))).toEqual([{ inside: 0, outside: 0, count: 1 }]);
    expect(map).toEqual([
      { inside: 0, outside: 1000, count: 1 },
      { inside: 1, outside: 100000, count: 65536 },
    ]);
    expect(parseUidMap('')).toEqual([]);
  });
});

describe('parsePasswd', () => {
  it('takes the first name of an id, and leaves out what is no entry', () => {
    const text = 'root:x:0:0:root:/root:/bin/sh\ntoor:x:0:0::/:/bin/sh\n\n+nis\nbad:x:y:0\n:x:5:5\nme:x:1000:1000\n';
    expect([...parsePasswd(text)]).toEqual([
      [0, 'root'],
      [1000, 'me'],
    ]);
  });
});
