import { describe, expect, it } from 'vitest';
import { CHECKS } from '../../../src/checks/index.ts';
import { GROUPS } from '../../../src/core/bench/groups.ts';
import { ALL, type Selection, selectChecks, selectObjects } from '../../../src/core/bench/selection.ts';
import type { ContainerEvidence, ImageEvidence } from '../../../src/core/bench/types.ts';
import { CONTAINER, DOCKER, IMAGE } from './evidence.ts';

const ids = (over: Partial<Selection>) => selectChecks(CHECKS, { ...ALL, ...over }).map(({ id }) => id);

describe('checks', () => {
  it('all by default', () => expect(ids({})).toHaveLength(121));

  it.each<[Partial<Selection>, string]>([
    [{ check: ['5.4'] }, '5.4'],
    [{ check: ['check_5_4', 'check_c_5_3_1'] }, '5.4 C.5.3.1'],
    [{ check: ['6', '1.2'] }, '1.2.1 1.2.2 6.1 6.2'],
    [{ check: ['c'] }, 'C.5.3.1 C.5.3.2 C.5.3.3 C.5.3.4'],
    [{ check: ['docker_security_operations', '5.1'] }, '5.1 6.1 6.2'],
    [{ check: ['7'], skip: ['7.1', '7.3', 'check_7_9'] }, '7.2 7.4 7.5 7.6 7.7 7.8'],
    [{ check: ['2'], level: 1 }, '2.1 2.2 2.3 2.4 2.5 2.6 2.7 2.8 2.14 2.15 2.16 2.18'],
    [{ check: ['1.2', '6', '5.4'], sections: ['1', '5'] }, '1.2.1 1.2.2 5.4'],
    [{ skip: ['cis'] }, 'C.5.3.1 C.5.3.2 C.5.3.3 C.5.3.4'],
    [{ check: ['linux_hosts_specific_configuration'], level: 1 }, '1.1.1 1.1.2 1.1.3 1.1.4 1.1.5 1.1.6'],
    [{ check: ['host_configuration_level1'], skip: ['1.1'] }, '1.2.1 1.2.2'],
  ])('%j', (over, wanted) => expect(ids(over).join(' ')).toBe(wanted));

  it('level 2 builds on level 1', () => expect(ids({ level: 2 })).toHaveLength(121));

  it.each<Partial<Selection>>([
    { check: ['5.4'], skip: ['5'] },
    { check: ['4.5'], targets: ['web'] },
    { check: ['1.1.7'], level: 1 },
    { check: ['2'], sections: ['3'] },
  ])('%j leaves none, and that is no pass', (over) =>
    expect(() => ids(over)).toThrow(expect.objectContaining({ code: 'usage' })),
  );

  it('5.1 is not 5.10', () => expect(ids({ check: ['5.1'] })).toEqual(['5.1']));

  it('a target leaves the checks on containers', () => {
    const found = ids({ targets: ['web'] });
    expect(found).toContain('5.4');
    expect(found).toContain('4.1');
    expect(found.filter((id) => /^[12367]/.test(id))).toEqual([]);
  });

  it.each(['5.99', '8', 'cist', '', 'constructor'])("refuses '%s'", (word) =>
    expect(() => ids({ check: [word] })).toThrow(expect.objectContaining({ code: 'usage' })),
  );

  it('suggests what was meant', () =>
    expect(() => ids({ skip: ['container_image'] })).toThrow(
      expect.objectContaining({ hint: expect.stringContaining('container_images') }),
    ));

  it('refuses a section that is none', () => expect(() => ids({ sections: ['8'] })).toThrow(/no section '8'/));

  it.each(Object.keys(GROUPS))('the group %s is not empty', (group) =>
    expect(ids({ check: [group] }).length).toBeGreaterThan(0),
  );
});

describe('containers and images', () => {
  const named = (name: string, over: Partial<ContainerEvidence> = {}) => ({
    ...CONTAINER,
    id: `id-${name}`,
    name,
    ...over,
  });
  const tagged = (tag: string, over: Partial<ImageEvidence> = {}) => ({ ...IMAGE, tags: [tag], ...over });
  const HOST = {
    ...DOCKER,
    containers: {
      ok: [
        named('web', { labels: { tier: 'front', a: 'b' } }),
        named('db', { labels: { tier: 'back' } }),
        named('spc-tool-0123456789ab', { own: 'a tool of spc' }),
        named('bench', { labels: { docker_bench_security: '' } }),
        named('pod-infra', { infra: true }),
      ],
    },
    images: { ok: [tagged('web:1'), tagged('db:1'), tagged('spc-tools', { own: 'the tools image' })] },
  };
  const names = (over: Partial<Selection>) => {
    const { containers, images } = selectObjects(HOST, { ...ALL, ...over }).evidence;
    const of = (piece: typeof containers | typeof images) => ('ok' in piece ? piece.ok : []);
    return [...of(containers), ...of(images)].map((one) => ('name' in one ? one.name : one.tags[0])).join(' ');
  };

  it.each<[Partial<Selection>, string]>([
    [{}, 'web db web:1 db:1'],
    [{ include: ['we'] }, 'web web:1'],
    [{ include: ['w*b'] }, 'web'],
    [{ include: ['.*'] }, ''],
    [{ exclude: ['db'] }, 'web web:1'],
    [{ include: ['b'], exclude: ['w'] }, 'db db:1'],
    [{ labels: ['tier'] }, 'web db'],
    [{ labels: ['tier=front'] }, 'web'],
    [{ labels: ['tier=front', 'a=c'] }, ''],
    [{ labels: ['constructor'] }, ''],
    [{ targets: ['web'] }, 'web web:1 db:1'],
    [{ targets: ['id-d'] }, 'db web:1 db:1'],
    [{ include: ['spc-tool'] }, ''],
  ])('%j', (over, wanted) => expect(names(over)).toBe(wanted));

  it('says what is left out, and why', () =>
    expect(selectObjects(HOST, ALL).leftOut).toEqual([
      { kind: 'container', name: 'spc-tool-0123456789ab', why: 'a tool of spc' },
      { kind: 'container', name: 'bench', why: 'it has the label docker_bench_security' },
      { kind: 'container', name: 'pod-infra', why: 'it only holds the namespaces of a pod' },
      { kind: 'image', name: 'spc-tools', why: 'the tools image' },
    ]));

  it('a name alone makes nothing its own', () => {
    const host = { ...DOCKER, containers: { ok: [named('spc-tool-0123456789ab')] } };
    expect(selectObjects(host, ALL).leftOut).toEqual([]);
  });

  it('refuses a target that is none', () =>
    expect(() => names({ targets: ['wbe'] })).toThrow(expect.objectContaining({ code: 'no-container' })));

  it('missing containers stay missing', () => {
    const host = { ...DOCKER, containers: { missing: 'timeout' } };
    expect(selectObjects(host, { ...ALL, targets: ['web'] }).evidence.containers).toEqual({ missing: 'timeout' });
  });
});
