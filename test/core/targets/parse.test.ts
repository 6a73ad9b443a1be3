import { describe, expect, it } from 'vitest';
import { parseTarget, TARGET_HELP } from '../../../src/core/targets/parse.ts';

describe('a target as it is written', () => {
  it.each([
    ['host', { kind: 'host' }],
    ['pid:123', { kind: 'pid', pid: 123 }],
    ['ns:net:4026532574', { kind: 'namespace', type: 'net', inode: 4026532574 }],
    ['ns:mnt:[4026532574]', { kind: 'namespace', type: 'mnt', inode: 4026532574 }],
    ['netns:blue', { kind: 'netns', name: 'blue' }],
    ['netns:a:b', { kind: 'netns', name: 'a:b' }],
    ['cgroup:/a/b', { kind: 'cgroup', path: '/a/b' }],
    ['cgroup:a/b', { kind: 'cgroup', path: '/a/b' }],
    ['web', { kind: 'container', name: 'web' }],
    ['3f2a', { kind: 'container', name: '3f2a' }],
    ['123', { kind: 'container', name: '123' }],
    ['podman/web', { kind: 'container', engine: 'podman', name: 'web' }],
    ['containerd/default/web', { kind: 'container', engine: 'containerd', name: 'default/web' }],
    ['default/web', { kind: 'container', name: 'default/web' }],
    ['docker', { kind: 'container', name: 'docker' }],
  ])('%s', (text, spec) => expect(parseTarget(text)).toEqual(spec));

  it.each([
    '',
    'pid:',
    'pid:0',
    'pid:-1',
    'pid:1x',
    'pid:4194305',
    'pid:99999999999999999999',
    'ns:net',
    'ns:nat:1',
    'ns:net:x',
    'ns:constructor:1',
    'netns:',
    'netns:..',
    'netns:a/b',
    'cgroup:',
    'pod:x',
    ':x',
    '-x',
    '__proto__:x',
  ])("'%s' is none, and the message shows what is", (text) => {
    expect(() => parseTarget(text)).toThrow(
      expect.objectContaining({ code: 'usage', hint: expect.stringContaining('netns:blue') }),
    );
  });

  it('a prefix that is mistyped is guessed', () => {
    expect(() => parseTarget('netn:blue')).toThrow(
      expect.objectContaining({ hint: expect.stringMatching(/^did you mean netns:/) }),
    );
  });

  it('every example of the help is one', () => {
    for (const [example] of TARGET_HELP) expect(parseTarget(example)).toBeTruthy();
  });
});
