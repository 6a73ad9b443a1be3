import { describe, expect, it } from 'vitest';
import { browseContainers } from '../../../src/app/browse/containers.ts';
import { browser } from '../../../src/app/browse/list.ts';
import type { ListRequest } from '../../../src/core/wire/types.ts';
import { container, process } from '../../core/processes/table.ts';
import { ESCAPES, LONG, unsafeIn } from '../../core/wire/hostile.ts';
import { column, type Machine, systemOf } from './lab.ts';

const machine: Machine = {
  processes: [process({ pid: 40, rss: 2048, ticks: 50 }), process({ pid: 41 }), process({ pid: 50 })],
  containers: [
    container({ id: 'a', name: 'web', pid: 40, pids: [40, 41], image: 'httpd' }),
    container({ id: 'b', name: 'tools', pid: 50, kind: 'spc', engine: 'podman' }),
    container({ id: 'c', name: 'old', pid: 0, pids: [], status: 'stopped' }),
  ],
  gaps: ['a gap'],
};
const open = (given: Partial<ListRequest> = {}, of = machine) =>
  browser(browseContainers(systemOf(of), { list: 'containers', ...given }));

describe('browseContainers', () => {
  it('shows those that run, marked, and what could not be read', async () => {
    const answer = await open()();
    expect(column(answer, 'name')).toEqual(['web', 'tools']);
    expect(column(answer, 'processes')).toEqual(['2', '1']);
    expect(column(answer, 'memory')).toEqual(['2.0K', '0']);
    expect(answer.rows.map(({ mark, target, engine }) => [mark, target, engine])).toEqual([
      ['', 'web', 'docker'],
      ['spc', 'tools', 'podman'],
    ]);
    expect(answer.gaps).toEqual(['a gap']);
  });

  it('with all, those that do not run, too', async () => {
    const { rows } = await open({ all: true })();
    expect(rows.map(({ mark, target }) => [mark, target])).toContainEqual(['stopped', 'old']);
  });

  it('of a target, the container it is or is in', async () => {
    expect(column(await open({ target: 'pid:41' })(), 'name')).toEqual(['web']);
    expect(column(await open({ target: 'tools' })(), 'name')).toEqual(['tools']);
    expect(() => open({ target: 'nonsense:x' })).toThrow(expect.objectContaining({ code: 'usage' }));
    await expect(open({ target: 'nothing' })()).rejects.toMatchObject({ code: 'no-target' });
  });

  it('sorts', async () => expect(column(await open()('name'), 'name')).toEqual(['tools', 'web']));

  it('tells CPU use of a second at least, however soon it is asked again', async () => {
    const at = [0, 100, 2000, 2100].map((ms) => 1_100_000 + ms);
    const running = { ...machine, at };
    const list = open({}, running);
    const seen: (string | undefined)[] = [];
    for (const ticks of [50, 55, 150, 160]) {
      running.processes[0] = process({ pid: 40, ticks });
      seen.push(column(await list(), 'cpu')[0]);
    }
    // over its life of 90 s, then since the first reading
    expect(seen).toEqual(['0.6', '0.6', '50.0', '52.4']);
  });

  it('ids stay, and tell twins apart', async () => {
    const twins = [0, 1000].map((owner) => container({ id: 'x', name: 'x', pid: 40, owner }));
    const read = async () => (await open({}, { ...machine, containers: twins })()).rows.map(({ id }) => id);
    const ids = await read();
    expect(new Set(ids).size).toBe(2);
    expect(await read()).toEqual(ids);
  });

  it.each([...ESCAPES, LONG])('is safe whatever a container is called: %j', async (text) => {
    const hostile = container({ id: text, name: text, image: text, group: text, pid: 40, labels: { [text]: text } });
    const { rows } = await open({}, { ...machine, containers: [hostile] })();
    expect(unsafeIn(rows)).toEqual([]);
    expect(rows[0]?.target).toBe('pid:40');
    expect(JSON.stringify(rows).length).toBeLessThan(2000);
  });
});
