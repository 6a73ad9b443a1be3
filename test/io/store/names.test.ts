import { describe, expect, it } from 'vitest';
import type { Image } from '../../../src/core/types.ts';
import { effectOf, entryPath } from '../../../src/io/store/inside/names.ts';
import { matchImage } from '../../../src/io/store/names.ts';

const image = (digit: string, tags: string[]): Image => ({
  id: `sha256:${digit.padEnd(64, '0')}`,
  tags,
  repoDigests: [],
  labels: {},
  cmd: [],
  entrypoint: [],
  env: [],
  user: '',
  workdir: '',
});

describe('a reference', () => {
  const images = [
    image('abcd1', ['docker.io/library/fedora:latest']),
    image('abcd2', ['localhost/fedora:40', 'reg:5000/fedora:latest']),
    image('beef', ['localhost/beef:latest']),
    image('beef1', ['quay.io/x/abcd1:latest', 'abcd1:latest']),
  ];

  it.each([
    ['fedora', 'abcd1'],
    ['fedora:40', 'abcd2'],
    ['reg:5000/fedora', 'abcd2'],
    ['abcd2', 'abcd2'],
    ['beef', 'beef'],
    ['abcd1', 'beef1'],
    [`x@sha256:${'abcd2'.padEnd(64, '0')}`, 'abcd2'],
  ])('%s means %s', (reference, digit) => {
    expect(matchImage(reference, images)?.id).toBe(`sha256:${digit.padEnd(64, '0')}`);
  });

  it.each(['abc', 'abcd', 'fedora:41', 'fed', 'sha256:abcd1', 'ABCD1'])('%s means none', (reference) => {
    expect(matchImage(reference, images)).toBeUndefined();
  });
});

describe('a name in a layer', () => {
  it.each([
    ['./etc/x', '/etc/x'],
    ['etc//x/', '/etc/x'],
    ['./', '/'],
    ['a/..b', '/a/..b'],
  ])('%s is %s', (name, path) => {
    expect(entryPath(name)).toBe(path);
  });

  it.each(['/etc/x', '..', 'a/../b', '../a', 'a\0b', 'x/'.repeat(3000)])('%j is refused', (name) => {
    expect(() => entryPath(name)).toThrow(expect.objectContaining({ code: 'bad-archive' }));
  });

  it.each<[string, object]>([
    ['/a/b', { kind: 'add' }],
    ['/a/.wh.b', { kind: 'remove', path: '/a/b' }],
    ['/.wh.b', { kind: 'remove', path: '/b' }],
    ['/a/.wh..wh..opq', { kind: 'clear', directory: '/a' }],
    ['/.wh..wh..opq', { kind: 'clear', directory: '/' }],
  ])('%s does %j', (path, effect) => {
    expect(effectOf(path)).toEqual(effect);
  });

  it.each(['/a/.wh.', '/a/.wh..', '/a/.wh...'])('%s is refused', (path) => {
    expect(() => effectOf(path)).toThrow(expect.objectContaining({ code: 'bad-archive' }));
  });
});
