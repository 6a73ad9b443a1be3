import { describe, expect, it } from 'vitest';
import { CONTAINER_COLUMNS, CONTAINER_DEFAULTS, detailsFor } from '../../../src/core/containers/columns.ts';
import { discover } from '../../../src/core/containers/discover.ts';
import { makeRecord } from '../../../src/core/containers/record.ts';
import { toContainerRows } from '../../../src/core/containers/row.ts';
import { pickColumns, rowData } from '../../../src/core/lists/columns.ts';
import { screenTable } from '../../../src/core/lists/screen.ts';
import { makeProcess, makeTable, own } from './process.ts';

const ID = 'a'.repeat(64);
const main = makeProcess({ cgroup: `/docker/${ID}`, ns: own(100), rss: 1_000_000, ticks: 990 });
const child = makeProcess({ ...main, pid: 101, ppid: 100, rss: 500_000, ticks: 0 });
const table = makeTable([main, child]);
const records = [
  makeRecord({ maker: 'docker', id: ID, name: 'evil\u001b[31m\nname', image: 'web:latest', labels: { a: 'b' } }),
  makeRecord({ maker: 'lxc', id: 'idle', name: 'idle', status: 'stopped' }),
];
const probe = { facts: () => undefined, frozen: () => false };
const { containers } = discover(table, { records, named: [], gaps: [] }, probe);
const rows = toContainerRows({
  table,
  before: undefined,
  containers,
  userName: (uid) => (uid === 0 ? 'root' : String(uid)),
  details: ({ pid }) => ({ use: null, addresses: pid ? ['172.17.0.2'] : null, ports: null }),
});

describe('the columns of containers', () => {
  it('show one that runs and one that does not', () => {
    const [running, idle] = rows.map((row) => rowData(row, CONTAINER_COLUMNS));
    expect(running).toMatchObject({
      id: ID,
      engine: 'docker',
      status: 'running',
      pid: 100,
      processes: 2,
      memory: 1_500_000,
      // 9.9 s of CPU in 990 s
      cpu: 1,
      elapsed: 990,
      addresses: ['172.17.0.2'],
      owner: 'root',
      labels: { a: 'b' },
      cgroupMemory: null,
    });
    expect(idle).toMatchObject({ name: 'idle', status: 'stopped', pid: null, processes: 0, memory: null, cpu: null });
  });

  it('fit a screen of 100 columns, hostile names sanitised', () => {
    const text = screenTable(rows, pickColumns(CONTAINER_COLUMNS, CONTAINER_DEFAULTS));
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
    expect(text.split('\n')).toHaveLength(3);
    expect(text).not.toContain('\u001b');
  });

  it('have no name twice', () => {
    const keys = CONTAINER_COLUMNS.map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    expect(new Set(CONTAINER_COLUMNS.map(({ header }) => header)).size).toBe(keys.length);
  });
});

describe('detailsFor', () => {
  it.each([
    [['name', 'pid', 'memory'], []],
    [['addresses'], ['addresses']],
    [
      ['memoryLimit', 'tasks', 'ports'],
      ['use', 'ports'],
    ],
    [CONTAINER_COLUMNS.map(({ key }) => key), ['use', 'addresses', 'ports']],
  ])('%j cost %j', (keys, details) => expect([...detailsFor(keys)]).toEqual(details));
});
