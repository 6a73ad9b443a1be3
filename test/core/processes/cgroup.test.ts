import { describe, expect, it } from 'vitest';
import { parseCgroup } from '../../../src/core/processes/cgroup.ts';
import { captured } from './fixture.ts';

describe('parseCgroup', () => {
  it('reads the lines of both versions at once', () => {
    const path = '/docker/98cf7eac5976fc78110ba40658c793e2dfbe217254c6205a9a61860ca209e829';
    const lines = parseCgroup(captured('cgroup.hybrid-docker'));
    expect(lines).toHaveLength(10);
    expect(lines[0]).toEqual({ controllers: ['name=systemd'], path });
    expect(lines.at(-1)).toEqual({ controllers: [], path });
  });

  it('reads v2 alone, and controllers that are mounted together', () => {
    expect(parseCgroup('0::/system.slice/cron.service\n')).toEqual([
      { controllers: [], path: '/system.slice/cron.service' },
    ]);
    expect(parseCgroup('4:cpu,cpuacct:/a\n')).toEqual([{ controllers: ['cpu', 'cpuacct'], path: '/a' }]);
  });

  it('keeps the colons of a path', () => {
    expect(parseCgroup('0::/a:b::c\n')[0]?.path).toBe('/a:b::c');
  });

  it('leaves out what is no such line', () => expect(parseCgroup('\n:\nx\n1:no path\n')).toEqual([]));
});
