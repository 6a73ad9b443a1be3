import { describe, expect, it } from 'vitest';
import { type JoinChoice, type JoinFacts, parseNamespaceList, planJoin } from '../../../src/core/join/plan.ts';
import { NAMESPACE_TYPES, type NamespaceSet } from '../../../src/core/processes/types.ts';

const setOf = (inode: number, more: NamespaceSet = {}): NamespaceSet => ({
  ...Object.fromEntries(NAMESPACE_TYPES.map((type) => [type, inode])),
  ...more,
});
const facts = (more: Partial<JoinFacts> = {}): JoinFacts => ({
  spec: { kind: 'container', name: 'web' },
  here: setOf(1),
  there: setOf(2, { user: 1, time: 1 }),
  root: true,
  ...more,
});
const plan = (choice: JoinChoice, more: Partial<JoinFacts> = {}) => planJoin(choice, facts(more));

describe('what is joined', () => {
  it("by default no files of the target's, so none of its programs", () => {
    expect(plan({})).toEqual({ join: ['net', 'pid', 'ipc', 'uts'], root: 'host', freshProc: false });
  });

  it('only what was asked for', () =>
    expect(plan({ namespaces: ['uts'] })).toMatchObject({ join: ['uts'], root: 'host' }));
  it('joining mnt brings its root', () =>
    expect(plan({ namespaces: ['mnt'] })).toMatchObject({ join: ['mnt'], root: 'target' }));
  it('its root is joining mnt', () => {
    expect(plan({ root: 'target' })).toMatchObject({ join: ['net', 'pid', 'ipc', 'uts', 'mnt'], root: 'target' });
  });

  it('all: what differs', () => {
    expect(plan({ namespaces: 'all' })).toMatchObject({
      join: ['cgroup', 'ipc', 'mnt', 'net', 'pid', 'uts'],
      root: 'target',
    });
  });

  it("all with the host's root: without mnt", () => {
    expect(plan({ namespaces: 'all', root: 'host' })).toMatchObject({
      join: ['cgroup', 'ipc', 'net', 'pid', 'uts'],
      root: 'host',
    });
  });

  it('what is shared already is not joined', () =>
    expect(plan({}, { there: setOf(1, { net: 5 }) }).join).toEqual(['net']));
  it('nothing differs', () => expect(plan({}, { there: setOf(1) }).join).toEqual([]));

  it.each<[JoinFacts['spec'], NamespaceSet, string[]]>([
    [{ kind: 'namespace', type: 'ipc', inode: 9 }, setOf(2), ['ipc']],
    [{ kind: 'netns', name: 'blue' }, { net: 9 }, ['net']],
  ])('%o: just that one', (spec, there, join) => expect(plan({}, { spec, there }).join).toEqual(join));

  it('an ordinary user goes by way of the user namespace', () => {
    expect(plan({}, { there: setOf(2), root: false }).join).toEqual(['user', 'net', 'pid', 'ipc', 'uts']);
    expect(plan({}, { there: setOf(2, { user: 1 }), root: false }).join).toEqual(['net', 'pid', 'ipc', 'uts']);
  });

  it("another user with the host's files stays out of the target's sight", () => {
    expect(plan({ user: 'nobody' }).join).toEqual(['net', 'ipc', 'uts']);
    expect(plan({ user: 'nobody', root: 'target' }).join).toContain('pid');
    expect(plan({ user: 'nobody', namespaces: 'all' }).join).toContain('pid');
    for (const namespaces of [['pid' as const], 'all' as const])
      expect(() => plan({ user: 'nobody', namespaces, root: 'host' })).toThrow(
        expect.objectContaining({ code: 'usage', hint: expect.stringContaining('--root target') }),
      );
  });

  it.each<[JoinChoice]>([
    [{ namespaces: ['mnt'], root: 'host' }],
    [{ namespaces: ['mnt'], freshProc: true }],
    [{ root: 'target', freshProc: true }],
  ])('%o contradicts itself', (choice) =>
    expect(() => plan(choice)).toThrow(expect.objectContaining({ code: 'usage' })),
  );

  it('what a bound namespace has not', () => {
    const bound = { spec: { kind: 'netns', name: 'blue' } as const, there: { net: 9 } };
    expect(() => plan({ namespaces: ['net', 'pid'] }, bound)).toThrow('the target has no pid namespace');
  });
});

describe('a list of namespaces', () => {
  it('words', () => expect(parseNamespaceList('pid,net,pid')).toEqual(['pid', 'net']));
  it('all', () => expect(parseNamespaceList('all')).toBe('all'));
  it.each(['', 'nte', 'pid,', 'all,net', 'constructor'])("not '%s'", (text) => {
    expect(() => parseNamespaceList(text)).toThrow(
      expect.objectContaining({ code: 'usage', hint: expect.stringContaining('cgroup') }),
    );
  });
});
