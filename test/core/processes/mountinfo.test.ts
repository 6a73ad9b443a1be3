import { describe, expect, it } from 'vitest';
import { parseMountinfo, unescapeOctal } from '../../../src/core/processes/mountinfo.ts';
import { captured } from './fixture.ts';

describe('parseMountinfo', () => {
  const mounts = parseMountinfo(captured('mountinfo.escaped'));
  const at = (point: string) => mounts.find(({ mountPoint }) => mountPoint === point);

  it('unescapes blanks, tabs, newlines and backslashes', () => {
    expect(at('/tmp/spcA/x\ty\n-\\z')).toEqual({
      id: 502,
      parent: 456,
      device: '0:136',
      root: '/',
      mountPoint: '/tmp/spcA/x\ty\n-\\z',
      options: ['rw', 'relatime'],
      propagation: ['shared:13'],
      type: 'tmpfs',
      source: 'a b - c',
      superOptions: ['rw'],
    });
  });

  it('reads a line without optional fields, and a bound namespace', () => {
    expect(at('/tmp/spcA/n')).toMatchObject({
      root: 'uts:[4026531838]',
      propagation: [],
      type: 'nsfs',
      source: 'nsfs',
    });
  });

  it('reads every line of a container', () => {
    const text = captured('mountinfo.docker');
    const all = parseMountinfo(text);
    expect(all).toHaveLength(text.trimEnd().split('\n').length);
    expect(all[0]).toMatchObject({ mountPoint: '/', type: 'overlay' });
    expect(all.every(({ id, mountPoint, type }) => id > 0 && mountPoint.startsWith('/') && type !== '')).toBe(true);
  });

  it('leaves out what is no such line', () => expect(parseMountinfo('\n1 2 3\n1 2 0:1 / /x rw - \n')).toHaveLength(1));

  it('unescapes each once', () => {
    expect(unescapeOctal('\\134040')).toBe('\\040');
    expect(unescapeOctal('\\0 \\999')).toBe('\\0 \\999');
  });
});
