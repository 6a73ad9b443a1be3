import { describe, expect, it } from 'vitest';
import { browser } from '../../../src/app/browse/list.ts';
import { browseProcesses } from '../../../src/app/browse/processes.ts';
import { ASCII, BOX } from '../../../src/core/namespaces/tree/draw.ts';
import type { ListRequest } from '../../../src/core/wire/types.ts';
import { container, process } from '../../core/processes/table.ts';
import { ESCAPES, LONG, unsafeIn } from '../../core/wire/hostile.ts';
import { column, HOST, type Machine, systemOf } from './lab.ts';

const web = container({ id: 'a', name: 'web', pid: 40, pids: [40, 41] });
const machine: Machine = {
  processes: [
    process({ pid: 1, ppid: 0, argv: ['init'], ns: HOST, rss: 1 }),
    process({ pid: 2, ppid: 0, argv: [], comm: 'kthreadd', kernelThread: true }),
    process({ pid: 39, ppid: 1, argv: ['shim'], ns: HOST, rss: 2 }),
    process({ pid: 40, ppid: 39, argv: ['httpd'], nsPids: [40, 1], ns: { ...HOST, net: 44, pid: 55 }, rss: 9 }),
    process({ pid: 41, ppid: 40, argv: ['httpd', '-w'], nsPids: [41, 7], ns: { ...HOST, net: 44, pid: 55 }, rss: 3 }),
    process({ pid: 60, ppid: 1, argv: ['cron'], rss: 4 }),
    process({ pid: 61, ppid: 60, argv: [], comm: 'gone', state: 'Z' }),
  ],
  containers: [web],
};
const open = (given: Partial<ListRequest> = {}, of = machine, strokes = BOX) =>
  browser(browseProcesses(systemOf(of), { list: 'processes', ...given }, strokes));
const pids = async (given: Partial<ListRequest>) => column(await open(given)(), 'pid').map(Number);

describe('browseProcesses', () => {
  it('shows pids of the host and of the container, and namespaces of its own', async () => {
    const answer = await open()();
    expect(column(answer, 'pid')).toEqual(['1', '39', '40', '41', '60', '61']);
    expect(column(answer, 'containerPid')).toEqual(['-', '-', '1', '7', '-', '-']);
    expect(column(answer, 'container')).toEqual(['-', '-', 'web', 'web', '-', '-']);
    expect(column(answer, 'namespaces')).toEqual(['-', '-', 'net pid', 'net pid', '-', '-']);
    expect(answer.rows[2]).toMatchObject({ id: '40@1000', target: 'pid:40', mark: '' });
    expect(answer.rows.at(-1)).toMatchObject({ mark: 'bad' });
  });

  it.each<[string, Partial<ListRequest>, number[]]>([
    ['threads of the kernel with all', { all: true }, [1, 2, 39, 40, 41, 60, 61]],
    ['those of a container', { target: 'web' }, [40, 41]],
    ['one', { target: 'pid:2' }, [2]],
    ['those of a namespace', { target: 'ns:net:44' }, [40, 41]],
    ['the host as a tree, without kernel', { tree: true, target: 'host' }, [1, 39, 40, 41, 60, 61]],
    ['a container as a tree', { tree: true, target: 'web' }, [40, 41]],
    ['a process as a tree, with all below it', { tree: true, target: 'pid:39' }, [39, 40, 41]],
    ['the kernel as a tree', { tree: true, all: true }, [1, 39, 40, 41, 60, 61, 2]],
  ])('shows %s', async (_, given, expected) => expect(await pids(given)).toEqual(expected));

  it('draws a tree, in its order whatever the sort', async () => {
    const answer = await open({ tree: true })('-memory');
    expect(column(answer, 'command')).toEqual([
      'init',
      '├─ shim',
      '│  └─ httpd',
      '│     └─ httpd -w',
      '└─ cron',
      '   └─ [gone] <defunct>',
    ]);
    expect(column(await open({ tree: true }, machine, ASCII)(), 'command')[3]).toBe('|     `- httpd -w');
  });

  it('sorts what is no tree', async () => {
    expect(column(await open()('-memory'), 'pid').slice(0, 3)).toEqual(['40', '60', '41']);
    await expect(open()('colour')).rejects.toMatchObject({ code: 'usage' });
  });

  it('a chain of 3,000 processes is as well as a bush', async () => {
    const chain = Array.from({ length: 3000 }, (_, at) => process({ pid: at + 1, ppid: at }));
    const commands = column(await open({ tree: true }, { processes: chain })(), 'command');
    expect(commands).toHaveLength(3000);
    expect(commands.at(-1)).toContain('(level 2999) sleep 9');
  });

  it.each([...ESCAPES, LONG])('is safe whatever a process says of itself: %j', async (text) => {
    const processes = [
      process({ pid: 1, ppid: 0, argv: [text, text], comm: text }),
      process({ pid: 2, argv: [], comm: text }),
      process({ pid: 3, state: 'Z', comm: text }),
    ];
    const hostile = { processes, containers: [container({ id: text, name: text, pid: 1 })] };
    for (const tree of [false, true]) {
      const { rows } = await open({ tree }, hostile)();
      expect(rows).toHaveLength(3);
      expect(unsafeIn(rows)).toEqual([]);
    }
  });
});
