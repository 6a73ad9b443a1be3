/** Column tables: choosing, filtering, sorting, drawing. */
import { describe, expect, it, test } from 'vitest';
import { type ListOptions, showList } from '../../../src/app/list.ts';
import { type Column, columnsHelp, pickColumns, rowData } from '../../../src/core/lists/columns.ts';
import { filterRows, sortRows } from '../../../src/core/lists/order.ts';
import { screenTable, sparedColumns } from '../../../src/core/lists/screen.ts';
import type { Msg } from '../../../src/core/types.ts';

interface Row {
  name: string;
  rss: number | null;
  ips?: string[];
}

const COLUMNS: Column<Row>[] = [
  { key: 'name', header: 'NAME', about: 'its name', value: (row) => row.name },
  {
    key: 'rss',
    header: 'MEM',
    about: 'memory, bytes',
    right: true,
    value: (row) => row.rss,
    text: (row) => `${row.rss ?? '?'}B`,
  },
  { key: 'ipAddresses', header: 'IP', about: 'addresses', value: (row) => row.ips ?? [] },
];
const ROWS: Row[] = [
  { name: 'web-1', rss: 30, ips: ['10.0.0.2', 'fd00::2'] },
  { name: 'db', rss: 200 },
  { name: 'web-2', rss: null, ips: ['10.0.0.9'] },
];
const names = (rows: Row[]) => rows.map(({ name }) => name);

describe('columns', () => {
  it('are chosen by key or heading, in any case, in the order asked for', () => {
    expect(pickColumns(COLUMNS, ['MEM', 'Name']).map(({ key }) => key)).toEqual(['rss', 'name']);
  });
  it('a name that is none is refused with the nearest that are', () => {
    expect(() => pickColumns(COLUMNS, ['nam'])).toThrow(
      expect.objectContaining({ code: 'usage', message: "there is no column 'nam'", hint: 'one of: name' }),
    );
    expect(() => pickColumns(COLUMNS, ['xyzzy'])).toThrow(
      expect.objectContaining({ hint: 'one of: name, rss, ipAddresses' }),
    );
  });
  it('give JSON plain values, not what the screen shows', () => {
    expect(rowData(ROWS[2] as Row, COLUMNS)).toEqual({ name: 'web-2', rss: null, ipAddresses: ['10.0.0.9'] });
  });
  it('are listed for --help, the default ones marked', () => {
    expect(columnsHelp(COLUMNS, ['name']).split('\n').slice(1)).toEqual([
      '  * name         its name',
      '    rss          memory, bytes',
      '    ipAddresses  addresses',
    ]);
  });
});

describe('filters', () => {
  it.each([
    [['name=db'], ['db']],
    [['name=WEB*'], ['web-1', 'web-2']],
    [['name!=web*'], ['db']],
    [
      ['name=db', 'name=web-1'],
      ['web-1', 'db'],
    ],
    [['name!=db', 'name!=web-1'], ['web-2']],
    [['name=web*', 'rss>10'], ['web-1']],
    [['rss>=200'], ['db']],
    [['rss<200'], ['web-1']],
    [['mem<=30'], ['web-1']],
    [['ipAddresses=10.0.0.9'], ['web-2']],
    [['ip=fd00*'], ['web-1']],
    [['rss='], ['web-2']],
    [['rss=*'], ['web-1', 'db']],
    [['rss!='], ['web-1', 'db']],
    [[], ['web-1', 'db', 'web-2']],
  ])('%j keeps %j', (filters, kept) => expect(names(filterRows(ROWS, COLUMNS, filters))).toEqual(kept));

  it.each([
    ['name', "'name' is no filter"],
    ['=x', "'=x' is no filter"],
    ['rss>many', "'rss>many' compares with no number"],
    ['color=red', "there is no column 'color'"],
  ])('%s is refused', (filter, message) =>
    expect(() => filterRows(ROWS, COLUMNS, [filter])).toThrow(expect.objectContaining({ code: 'usage', message })),
  );
});

describe('sorting', () => {
  it.each([
    ['name', ['db', 'web-1', 'web-2']],
    ['-name', ['web-2', 'web-1', 'db']],
    ['rss', ['web-1', 'db', 'web-2']],
    ['-rss', ['db', 'web-1', 'web-2']],
  ])('by %s', (sort, order) => expect(names(sortRows(ROWS, COLUMNS, sort))).toEqual(order));

  it('numbers as numbers, and equal rows stay as they were', () => {
    const rows = [9, 100, 9].map((rss, index) => ({ name: `n${index}`, rss }));
    expect(names(sortRows(rows, COLUMNS, 'rss'))).toEqual(['n0', 'n2', 'n1']);
    expect(names(sortRows(rows, COLUMNS, '-rss'))).toEqual(['n1', 'n0', 'n2']);
  });
});

describe('the table on the screen', () => {
  it('lines up, numbers to the right, nothing known as a dash', () => {
    expect(screenTable(ROWS, COLUMNS)).toBe(
      ['NAME    MEM  IP', 'web-1   30B  10.0.0.2,fd00::2', 'db     200B  -', 'web-2    ?B  10.0.0.9'].join('\n'),
    );
  });
  it('on a narrow screen shortens the widest text, so that the last column is seen', () => {
    const rows = [{ name: 'a-name-of-an-orchestrator-with-forty-chars', rss: 1, ips: ['10.0.0.2'] }, ...ROWS];
    const text = screenTable(rows, COLUMNS, 40);
    expect(text.split('\n')[1]).toBe('a-name-of-an-or…    1B  10.0.0.2');
    expect(screenTable(rows, COLUMNS).split('\n')[1]).toContain('with-forty-chars');
  });
  it('is cut at the width of the screen', () => {
    expect(screenTable(ROWS, COLUMNS, 10).split('\n')).toEqual([
      'NAME    M…',
      'web-1   3…',
      'db     20…',
      'web-2    …',
    ]);
  });
  it('has no byte of a hostile name that acts on a terminal, nor its width', () => {
    const text = screenTable([{ name: `\x1b[2Ja\nb${'x'.repeat(9999)}`, rss: 1 }, ...ROWS], COLUMNS);
    expect(text).not.toMatch(/[^\P{Cc}\n]/u);
    expect(text.split('\n')).toHaveLength(5);
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThan(120);
  });
  it('never shortens what other commands want whole', () => {
    const [name, ...others] = pickColumns(COLUMNS, ['name', 'ipAddresses', 'rss']);
    const columns = [{ ...name, whole: true } as Column<Row>, ...others];
    const rows = [{ name: 'n'.repeat(70), rss: 1, ips: ['10.0.0.2', 'fd00::2'] }];
    expect(screenTable(rows, columns, 80).split('\n')[1]).toBe(`${'n'.repeat(70)}  10.0.0.…`);
  });
  it('leaves out what can be spared, from the left, until there is fair room', () => {
    const columns = COLUMNS.map((column) => ({ ...column, spare: column.key !== 'name' }));
    const keysAt = (width?: number) => sparedColumns(ROWS, columns, width).map(({ key }) => key);
    expect(keysAt()).toEqual(['name', 'rss', 'ipAddresses']);
    expect(keysAt(29)).toEqual(['name', 'rss', 'ipAddresses']); // 5 + 2 + 4 + 2 + 16
    expect(keysAt(28)).toEqual(['name', 'ipAddresses']);
    expect(keysAt(22)).toEqual(['name']);
  });
  it('of no rows is its heading', () => expect(screenTable([], COLUMNS)).toBe('NAME  MEM  IP'));
});

const OPTIONS: ListOptions = { filters: [] };
const list = (read = () => ({ rows: ROWS, gaps: ['a gap'] })) => ({ columns: COLUMNS, defaults: ['name'], read });

async function messages(options: Partial<ListOptions>, reads = 1): Promise<Msg[]> {
  const said: Msg[] = [];
  let tables = 0;
  for await (const message of showList(list(), { ...OPTIONS, ...options }, async () => {})) {
    said.push(message);
    if (message.kind === 'rows' && ++tables === reads) break;
  }
  return said;
}

test('a list shows its default columns, and has all of them in its data', async () => {
  const [warning, rows] = await messages({});
  expect(warning).toEqual({ kind: 'warning', text: 'a gap' });
  expect(rows).toMatchObject({ kind: 'rows', again: false, data: [{ name: 'web-1', rss: 30 }, {}, {}] });
  expect(rows?.kind === 'rows' && rows.table()).toBe('NAME\nweb-1\ndb\nweb-2');
});

test('columns that were chosen are all there is, in the data too', async () => {
  const [, rows] = await messages({ columns: ['rss'], filters: ['name=web*'], sort: '-rss' });
  expect(rows).toMatchObject({ data: [{ rss: 30 }, { rss: null }] });
  expect(rows?.kind === 'rows' && rows.data[0]).toEqual({ rss: 30 });
});

test('a column on demand is in the data only when it is asked for', async () => {
  const columns = [...COLUMNS, { key: 'dear', header: 'DEAR', about: 'dear', onDemand: true, value: () => 1 }];
  const data = async (options: Partial<ListOptions>) => {
    const shown = showList({ ...list(), columns }, { ...OPTIONS, ...options }, async () => {});
    for await (const message of shown) if (message.kind === 'rows') return Object.keys(message.data[0] ?? {});
  };
  expect(await data({})).toEqual(['name', 'rss', 'ipAddresses']);
  expect(await data({ columns: ['name', 'dear'] })).toEqual(['name', 'dear']);
});

test('while it is watched it reads again, and tells of a gap once', async () => {
  const said = await messages({ watch: 1 }, 3);
  expect(said.map(({ kind }) => kind)).toEqual(['warning', 'rows', 'rows', 'rows']);
  expect(said[3]).toMatchObject({ again: true });
});

test.each([{ columns: ['nope'] }, { filters: ['nope=1'] }, { sort: 'nope' }])(
  '%j is refused before anything is read',
  async (options) => {
    const read = () => {
      throw new Error('it was read');
    };
    const shown = showList(list(read), { ...OPTIONS, ...options }, async () => {});
    await expect(shown.next()).rejects.toMatchObject({ code: 'usage' });
  },
);
