import { describe, expect, it } from 'vitest';
import { pickColumns, rowData } from '../../../src/core/lists/columns.ts';
import { screenTable } from '../../../src/core/lists/screen.ts';
import { PROCESS_COLUMNS, PROCESS_DEFAULTS } from '../../../src/core/processes/columns.ts';
import { cgroupPath, commandOf, innerPid, toRows } from '../../../src/core/processes/row.ts';
import type { ProcessEntry } from '../../../src/core/processes/types.ts';
import { container, process, tableOf } from './table.ts';

const NOTHING = { containers: [], byPid: new Map(), gaps: [] };
const rowsOf = (processes: ProcessEntry[], before?: ProcessEntry[], passed = 2) =>
  toRows({
    table: tableOf(processes),
    before: before && tableOf(before, { at: 1_100_000 - passed * 1000 }),
    discovery: NOTHING,
    userName: (uid) => `user${uid}`,
  });

describe('cpu', () => {
  it('is the share of a life: 45 s of CPU in 90 s', () => {
    expect(rowsOf([process({ pid: 7, ticks: 4500 })])[0]).toMatchObject({ cpu: 50, time: 45, elapsed: 90 });
  });

  it('is what was used since the reading before: 3 s in 2', () => {
    const before = [process({ pid: 7, ticks: 4500 })];
    expect(rowsOf([process({ pid: 7, ticks: 4800 })], before)[0]?.cpu).toBe(150);
  });

  it('is that of a life again for a later process of the same number', () => {
    const before = [process({ pid: 7, ticks: 4500 })];
    expect(rowsOf([process({ pid: 7, ticks: 90, startTime: 9100 })], before)[0]?.cpu).toBe(10);
  });

  it('is a number for a process that started just now, and never negative', () => {
    expect(rowsOf([process({ pid: 7, startTime: 10_050, ticks: 1 })])[0]).toMatchObject({ elapsed: 0.01, cpu: 100 });
    expect(rowsOf([process({ pid: 7, ticks: 1 })], [process({ pid: 7, ticks: 2 })])[0]?.cpu).toBe(0);
  });
});

describe('commandOf', () => {
  it('shows what has no command line in brackets', () => {
    expect(commandOf(process({ pid: 2, comm: 'kthreadd', argv: [] }))).toBe('[kthreadd]');
    expect(commandOf(process({ pid: 3, state: 'Z', argv: [] }))).toBe('[sleep] <defunct>');
    expect(commandOf(process({ pid: 4 }))).toBe('sleep 9');
    expect(commandOf(process({ pid: 4, argv: [''] }))).toBe('[sleep]');
  });
});

describe('innerPid', () => {
  it('is the last of several', () => {
    expect(innerPid(process({ pid: 40, nsPids: [40, 5, 1] }))).toBe(1);
    expect(innerPid(process({ pid: 40 }))).toBeUndefined();
  });
});

describe('cgroupPath', () => {
  const v1 = (path: string) => ({ controllers: ['cpu'], path });
  it('prefers v2 unless that says nothing', () => {
    expect(cgroupPath([v1('/a/long/path'), { controllers: [], path: '/b' }])).toBe('/b');
    expect(cgroupPath([v1('/'), v1('/a/b'), v1('/a'), { controllers: [], path: '/' }])).toBe('/a/b');
    expect(cgroupPath([])).toBe('/');
  });
});

describe('columns', () => {
  const web = container({ id: 'a'.repeat(64), name: 'web', pid: 40, kind: 'spc' });
  const entry = process({
    pid: 40,
    ppid: 9,
    nsPids: [40, 1],
    rss: 123,
    tty: 0x8803,
    ticks: 900,
    uid: 33,
    ns: { net: 5, uts: 2 },
  });
  const [row] = toRows({
    table: tableOf([entry], { host: { net: 1, uts: 2 } }),
    before: undefined,
    discovery: { containers: [web], byPid: new Map([[40, web]]), gaps: [] },
    userName: () => 'www-data',
  });

  it('tell all of a process', () => {
    expect(row && rowData(row, PROCESS_COLUMNS)).toEqual({
      pid: 40,
      containerPid: 1,
      nsPids: [40, 1],
      ppid: 9,
      container: 'web',
      containerId: 'a'.repeat(64),
      engine: 'docker',
      kind: 'spc',
      user: 'www-data',
      uid: 33,
      state: 'S',
      cpu: 10,
      memory: 123,
      memoryPercent: 12.3,
      namespaces: ['net'],
      threads: 1,
      tty: 'pts/3',
      started: '1970-01-01T00:16:50.000Z',
      elapsed: 90,
      time: 9,
      cgroup: '/',
      command: 'sleep 9',
    });
  });

  it('say null for what is not known', () => {
    const { uid, nsPids, cgroups, ...bare } = process({ pid: 5 });
    const [unknown] = toRows({ table: tableOf([bare]), before: undefined, discovery: NOTHING, userName: String });
    const data = unknown && rowData(unknown, PROCESS_COLUMNS);
    for (const key of ['containerPid', 'nsPids', 'container', 'engine', 'kind', 'user', 'uid', 'tty', 'cgroup'])
      expect(data?.[key], key).toBeNull();
  });

  it('draw a table', () => {
    const table = screenTable(row ? [row] : [], pickColumns(PROCESS_COLUMNS, PROCESS_DEFAULTS));
    expect(table.split('\n')).toEqual([
      'PID  CPID  CONTAINER  ENGINE  USER      S  CPU%  MEM  COMMAND',
      ' 40     1  web        docker  www-data  S  10.0  123  sleep 9',
    ]);
  });
});
