import { describe, expect, it } from 'vitest';
import { resolveUser } from '../../../src/io/builtin/inside/user.ts';

const FILES = {
  passwd: 'root:x:0:0:root:/root:/bin/sh\napp:x:100:200::/srv/app:/bin/sh\nbroken:x:-5:1::/:\nbare:x:7:8:::\n',
  group: 'root:x:0:\nweb:x:300:app,other\nlog:x:400:app\n',
};

describe('who --user means', () => {
  it.each<[string, string[], object]>([
    ['', [], { uid: 0, gid: 0, groups: [0], home: '/root' }],
    ['app', [], { uid: 100, gid: 200, groups: [200, 300, 400], home: '/srv/app' }],
    ['100', [], { uid: 100, gid: 200, groups: [200, 300, 400], home: '/srv/app' }],
    ['app:web', [], { uid: 100, gid: 300, groups: [300], home: '/srv/app' }],
    ['app:9', ['log', '11'], { uid: 100, gid: 9, groups: [9, 400, 11], home: '/srv/app' }],
    ['1234', [], { uid: 1234, gid: 0, groups: [0], home: '/' }],
    ['1234:5678', [], { uid: 1234, gid: 5678, groups: [5678], home: '/' }],
    ['bare', [], { uid: 7, gid: 8, groups: [8], home: '/' }],
  ])('%j with %j', (user, groups, expected) => {
    expect(resolveUser(user, groups, FILES)).toEqual(expected);
  });

  it.each(['nobody', 'broken', '-1', '99999999999', 'app:nogroup', 'app:-3'])('%s is nobody', (user) => {
    expect(() => resolveUser(user, [], FILES)).toThrow(/in the image/);
  });

  it('root needs no files', () => {
    expect(resolveUser('', [], { passwd: '', group: '' })).toEqual({ uid: 0, gid: 0, groups: [0], home: '/' });
  });
});
