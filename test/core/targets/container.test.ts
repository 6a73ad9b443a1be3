import { describe, expect, it } from 'vitest';
import type { FoundContainer, Maker } from '../../../src/core/containers/types.ts';
import { findContainer } from '../../../src/core/targets/container.ts';
import { container } from './found.ts';

const web = container({ id: 'aa11'.padEnd(64, '0'), name: 'web' });
const webToo = container({ id: 'aa22'.padEnd(64, '0'), name: 'web', engine: 'podman', alsoKnownTo: ['runc'], pid: 0 });
const pod = container({ id: 'bb33'.padEnd(64, '0'), name: 'api', engine: 'containerd', group: 'default' });
const named = container({ id: 'cc44'.padEnd(64, '0'), name: 'aa' });

function find(name: string, containers: FoundContainer[], engine?: Maker) {
  const text = engine ? `${engine}/${name}` : name;
  return findContainer({ kind: 'container', name, ...(engine && { engine }) }, text, { containers, gaps: ['no /x'] });
}

describe('a container by name or id', () => {
  it('by name', () => expect(find('api', [web, pod])).toBe(pod));
  it('by its group and name', () => expect(find('default/api', [web, pod])).toBe(pod));
  it('by the beginning of its id', () => expect(find('bb', [web, pod])).toBe(pod));
  it('by engine and name', () => expect(find('web', [web, webToo], 'podman')).toBe(webToo));
  it('by another engine that lists it, too', () => expect(find('web', [web, webToo], 'runc')).toBe(webToo));
  it('a name comes before the beginning of an id', () => expect(find('aa', [web, named])).toBe(named));

  it("root's before a user's of the same name, and both before a program's in a namespace of its own", () => {
    const users = container({ id: 'ee55'.padEnd(64, '0'), name: 'web', engine: 'podman', owner: 1000 });
    const nameless = container({ id: 'pid-9', name: 'web', engine: 'none' });
    expect(find('web', [nameless, users, web])).toBe(web);
    expect(find('web', [nameless, users])).toBe(users);
    expect(find('ee55', [nameless, users, web])).toBe(users);
    expect(find('web', [nameless, users, web], 'none')).toBe(nameless);
  });

  it("what engines print of an id before a name that looks like it, of whoever's it is", () => {
    const squatter = container({ id: 'ff66'.padEnd(64, '0'), name: 'aa1100000000', engine: 'podman', owner: 1000 });
    expect(find('aa1100000000', [squatter, web])).toBe(web);
    const roots = container({ id: 'ff66'.padEnd(64, '0'), name: 'aa1100000000' });
    expect(() => find('aa1100000000', [roots, web])).toThrow(expect.objectContaining({ code: 'ambiguous' }));
  });

  it('a name cannot add a line to the list of candidates', () => {
    const forged = container({ id: 'ff66'.padEnd(64, '0'), name: 'web', group: '', owner: 0 });
    const other = container({ id: 'ab\ncd', name: 'web' });
    let why = '';
    try {
      find('web', [forged, other]);
    } catch (error) {
      why = (error as { why: string }).why;
    }
    expect(why.trim().split('\n')).toHaveLength(2);
  });

  it('two of a name are listed, and how to say which', () => {
    expect(() => find('web', [web, webToo])).toThrow(
      expect.objectContaining({
        code: 'ambiguous',
        why: expect.stringMatching(/web \(docker\) aa1100000000 pid 100\n.*web \(podman\) aa2200000000 not running/),
        hint: 'say which: docker/web',
      }),
    );
  });

  it('two ids that begin alike', () => {
    const other = container({ id: 'aa12'.padEnd(64, '0'), name: 'x' });
    expect(() => find('aa1', [web, other])).toThrow(
      expect.objectContaining({ code: 'ambiguous', hint: expect.stringMatching('id') }),
    );
  });

  it('none: the nearest names, and what could not be read', () => {
    expect(() => find('wep', [web, pod])).toThrow(
      expect.objectContaining({ code: 'no-target', hint: 'did you mean web?', why: expect.stringContaining('no /x') }),
    );
  });

  it('none, and it is a number', () => {
    expect(() => find('4711', [web])).toThrow(
      expect.objectContaining({ code: 'no-target', hint: 'did you mean pid:4711?' }),
    );
  });

  it('an empty name is no beginning of all', () =>
    expect(() => find('', [web], 'docker')).toThrow('no container docker/'));
});
