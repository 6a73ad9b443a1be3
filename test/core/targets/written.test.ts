import { describe, expect, it } from 'vitest';
import type { FoundContainer } from '../../../src/core/containers/types.ts';
import { writtenTarget } from '../../../src/core/targets/written.ts';
import { container } from '../processes/table.ts';

const FULL = '3f2a9c0d1e4b'.padEnd(64, '5');
const made = (name: string, given: Partial<FoundContainer> = {}) => container({ id: FULL, pid: 40, name, ...given });

describe('writtenTarget', () => {
  it.each([
    ['web', 'web'],
    ['host', 'docker/host'],
    ['podman/web', 'docker/podman/web'],
    ['pid:42', '3f2a9c0d1e4b'],
    ['a:b', '3f2a9c0d1e4b'],
    ['-rf', 'docker/-rf'],
    ['', 'docker/'],
    ['a b', '3f2a9c0d1e4b'],
    ['\x1b[31m', '3f2a9c0d1e4b'],
    ['web\u202e', '3f2a9c0d1e4b'],
    ['x'.repeat(300), '3f2a9c0d1e4b'],
  ])('a container called %j is written %j', (name, written) => {
    const one = made(name);
    expect(writtenTarget(one, [made('other', { id: '7'.repeat(64) }), one])).toBe(written);
  });

  it('two of a name: by engine, by group, by id', () => {
    const ours = made('web');
    const podmans = made('web', { id: '7'.repeat(64), engine: 'podman' });
    expect([ours, podmans].map((each) => writtenTarget(each, [ours, podmans]))).toEqual(['docker/web', 'podman/web']);
    const pods = ['a', 'b'].map((group) => made('web', { id: group.repeat(64), engine: 'containerd', group }));
    expect(pods.map((each) => writtenTarget(each, pods))).toEqual(['a/web', 'b/web']);
    const twins = ['a', 'b'].map((id) => made('web', { id: id.repeat(64) }));
    expect(twins.map((each) => writtenTarget(each, twins))).toEqual(['a'.repeat(12), 'b'.repeat(12)]);
  });

  it("root's is meant by a name that a user's has, too", () => {
    const roots = made('web');
    const users = made('web', { id: '7'.repeat(64), owner: 1000 });
    expect([roots, users].map((each) => writtenTarget(each, [roots, users]))).toEqual(['web', '7'.repeat(12)]);
  });

  it('what no word means is its process; without one, nothing', () => {
    const nameless = made('a b', { id: 'a b' });
    expect(writtenTarget(nameless, [nameless])).toBe('pid:40');
    const stopped = made('a b', { id: 'a b', pid: 0 });
    expect(writtenTarget(stopped, [stopped])).toBe('');
  });
});
