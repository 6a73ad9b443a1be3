import { describe, expect, it, vi } from 'vitest';
import type { System } from '../../src/app/system.ts';
import { findTarget, resolveQuickly, resolveTarget } from '../../src/app/targets.ts';
import type { Discovery } from '../../src/core/containers/types.ts';
import { parseTarget } from '../../src/core/targets/parse.ts';
import { container, entry, tableOf } from '../core/targets/found.ts';

const web = container({ pid: 7, startTime: 70, pids: [7] });
const processes = [
  entry(1),
  entry(2, { ns: { net: 1 } }),
  entry(3, { ns: { net: 5 }, state: 'Z', startTime: 1 }),
  entry(4, { ns: { net: 5 }, startTime: 90 }),
  entry(7, { ns: { net: 5 }, startTime: 70, comm: 'nginx' }),
];
const discovery: Discovery = { containers: [web], byPid: new Map([[7, web]]), gaps: [] };
const binds = [{ type: 'net' as const, inode: 9, path: '/run/netns/blue' }];
const around = { table: tableOf(processes, ['a gap']), discovery, binds };
const find = (text: string) => findTarget(parseTarget(text), text, around);

describe('a target among what was read', () => {
  it('a container is its first process', () => {
    expect(find('web')).toMatchObject({ title: 'container web (docker)', pid: 7, startTime: 70, container: web });
  });

  it('a process is pinned by when it started, and knows its container', () => {
    expect(find('pid:7')).toMatchObject({ title: 'process 7 (nginx)', pid: 7, startTime: 70, container: web });
    expect(find('pid:4')).not.toHaveProperty('container');
  });

  it('a namespace is the first process in it that lives', () => expect(find('ns:net:5')).toMatchObject({ pid: 7 }));

  it('a namespace without one is where it is bound', () => {
    expect(find('netns:blue')).toMatchObject({ pid: 0, startTime: 0, bound: '/run/netns/blue' });
    expect(find('ns:net:9')).toMatchObject({ pid: 0, bound: '/run/netns/blue' });
  });

  it('the host is process 1, or where that is refused, the kernel', () => {
    expect(find('host')).toMatchObject({ pid: 2, title: 'host' });
  });

  it.each(['pid:99', 'ns:net:77', 'ns:uts:9', 'netns:red', 'cgroup:/x', 'nobody'])('%s is not there', (text) => {
    expect(() => find(text)).toThrow(expect.objectContaining({ code: 'no-target' }));
  });

  it('what could not be read may be why', () => {
    expect(() => find('pid:99')).toThrow(expect.objectContaining({ why: 'there is no such process; a gap' }));
  });
});

describe('resolving', () => {
  const system = (all = processes): System =>
    ({
      processes: vi.fn((_, only) => tableOf(all.filter(({ pid }) => !only || only.includes(pid)))),
      containers: vi.fn(() => discovery),
      containerOnFile: vi.fn(() => undefined),
      boundNamespaces: vi.fn(() => binds),
    }) as unknown as System;

  it('reads all', () => {
    expect(resolveTarget('pid:7', system())).toMatchObject({ pid: 7, container: web, discovery, table: { processes } });
  });

  it('quickly: a process without looking at any other', () => {
    const machine = system();
    expect(resolveQuickly('pid:7', machine)).toMatchObject({ pid: 7, table: { processes: [{ pid: 7 }] } });
    expect(machine.containers).not.toHaveBeenCalled();
  });

  it('quickly: a container that files tell of, without looking at any other process', () => {
    const machine = system();
    const table = tableOf([entry(7, { startTime: 70 })]);
    vi.mocked(machine.containerOnFile).mockReturnValue({ table, discovery });
    expect(resolveQuickly('docker/web', machine)).toMatchObject({ pid: 7, startTime: 70, container: web, table });
    expect(machine.containerOnFile).toHaveBeenCalledWith('web', 'docker');
    expect(machine.processes).not.toHaveBeenCalled();
  });

  it('quickly: a container by what its monitor started', () => {
    const shim = entry(6, { comm: 'containerd-shim' });
    const child = entry(7, { ppid: 6 });
    const machine = system([shim, child, ...processes.filter(({ pid }) => pid !== 7)]);
    const found = resolveQuickly('web', machine);
    expect(found).toMatchObject({ container: web });
    expect(found.table.processes.map(({ pid }) => pid)).toEqual([6, 7]);
  });

  it.each([
    ['none of the name', []],
    ['one that does not run', [container({ pid: 0 })]],
    ['two of the name', [web, container({ id: '1'.repeat(64), pid: 8 })]],
  ])('quickly: %s among the monitored, so all are read', (_, containers) => {
    const machine = system();
    vi.mocked(machine.containers).mockReturnValueOnce({ ...discovery, containers });
    expect(resolveQuickly('web', machine)).toMatchObject({ container: web, table: { processes } });
  });

  it('a wrong word is told before anything is read', () => {
    const machine = system();
    expect(() => resolveTarget('pid:x', machine)).toThrow(expect.objectContaining({ code: 'usage' }));
    expect(machine.processes).not.toHaveBeenCalled();
  });
});
