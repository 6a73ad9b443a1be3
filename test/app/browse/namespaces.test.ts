import { describe, expect, it } from 'vitest';
import { browseNamespaces } from '../../../src/app/browse/namespaces.ts';
import type { BindMount } from '../../../src/core/namespaces/types.ts';
import { container, process } from '../../core/processes/table.ts';
import { ESCAPES, LONG, unsafeIn } from '../../core/wire/hostile.ts';
import { column, HOST, type Machine, systemOf } from './lab.ts';

const bind = (path: string): BindMount => ({
  type: 'net',
  inode: 4_026_532_782,
  path,
  mountNamespaces: [3],
  own: true,
});
const machine: Machine = {
  processes: [
    process({ pid: 1, ppid: 0, ns: HOST }),
    process({ pid: 40, ns: { ...HOST, net: 4_026_532_700 } }),
    process({ pid: 41, ns: { ...HOST, net: 4_026_532_700 } }),
  ],
  containers: [container({ id: 'a', name: 'web', pid: 40, pids: [40, 41], kind: 'spc' })],
  holders: {
    mounts: [bind('/run/netns/blue')],
    descriptors: [{ type: 'net', inode: 4_026_532_700, pid: 1, fd: 7 }],
    gaps: ['not all'],
  },
};
const read = async (target?: string, of = machine, sort?: string) =>
  await browseNamespaces(systemOf(of), { list: 'namespaces', ...(target && { target }) })(sort);

describe('browseNamespaces', () => {
  it('shows all, those without a process, too', async () => {
    const answer = await read();
    expect(answer.rows).toHaveLength(10);
    const bound = answer.rows.find(({ id }) => id === 'net:4026532782');
    expect(bound).toMatchObject({ target: 'ns:net:4026532782', mark: '' });
    expect(bound?.cells).toEqual(['net', '4026532782', '0', '-', '-', '-', 'mount', '/run/netns/blue']);
    expect(answer.rows.find(({ id }) => id === 'net:4026532700')).toMatchObject({ mark: 'spc' });
    expect(answer.gaps).toEqual(['not all']);
  });

  it('of a target, those it is in', async () => {
    expect(column(await read('web'), 'inode')).toContain('4026532700');
    expect((await read('web')).rows).toHaveLength(8);
  });

  it('of a namespace, who keeps it', async () => {
    const { rows } = await read('ns:net:4026532700');
    expect(rows.map(({ id, target, mark }) => [id, target, mark])).toEqual([
      ['process 40@1000 ', 'pid:40', 'spc'],
      ['process 41@1000 ', 'pid:41', 'spc'],
      ['descriptor 1@1000 fd 7', 'pid:1', ''],
    ]);
    expect((await read('net:4026532782')).rows).toMatchObject([{ id: 'mount  /run/netns/blue', target: '' }]);
  });

  it('sorts', async () => expect(column(await read(undefined, machine, '-processes'), 'processes')[0]).toBe('3'));

  it('tells what there is not', async () => {
    await expect(read('ns:net:4026539999')).rejects.toMatchObject({ code: 'no-target' });
    await expect(read('x:y')).rejects.toMatchObject({ code: 'usage' });
  });

  it.each([...ESCAPES, LONG])('is safe wherever a namespace is bound: %j', async (text) => {
    const hostile = {
      processes: [process({ pid: 1, ppid: 0, ns: HOST, argv: [text] })],
      containers: [container({ id: text, name: text, pid: 1 })],
      holders: { mounts: [bind(`/run/${text}`)], gaps: [text] },
    };
    const answers = [await read(undefined, hostile), await read('ns:net:4026532782', hostile)];
    for (const { rows, gaps } of answers) {
      expect(unsafeIn([rows, gaps])).toEqual([]);
      expect(JSON.stringify(rows).length).toBeLessThan(20_000);
    }
  });
});
