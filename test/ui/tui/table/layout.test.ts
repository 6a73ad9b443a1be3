/** Columns and the room they have. */
import { describe, expect, it } from 'vitest';
import type { ListColumn } from '../../../../src/core/wire/types.ts';
import { columnAt, layout } from '../../../../src/ui/tui/views/table/layout.ts';

const column = (key: string, more: Partial<ListColumn> = {}): ListColumn => ({
  key,
  header: key.toUpperCase(),
  about: '',
  right: false,
  whole: false,
  spare: false,
  ...more,
});
const answer = (columns: ListColumn[], ...cells: string[][]) => ({
  columns,
  rows: cells.map((each, id) => ({ id: `${id}`, cells: each, target: '', mark: '' as const, engine: '' })),
  gaps: [],
});
const keys = (room: number, ...given: Parameters<typeof answer>) =>
  layout(answer(...given), room).map(({ column: { key }, x, width }) => `${key}@${x}+${width}`);

describe('layout', () => {
  const columns = [
    column('name'),
    column('pid', { right: true, spare: true }),
    column('up', { spare: true }),
    column('image'),
  ];
  const row = ['web', '4711', '00:01', 'localhost/a-long-name'];

  it('columns are as wide as their cells; the last has the rest', () =>
    expect(keys(80, columns, row)).toEqual(['name@1+4', 'pid@7+4', 'up@13+5', 'image@20+60']));

  it('spare ones go, the rearmost first', () => {
    expect(keys(38, columns, row)).toEqual(['name@1+4', 'pid@7+4', 'image@13+25']);
    expect(keys(30, columns, row)).toEqual(['name@1+4', 'image@7+23']);
  });

  it('then texts are cut, the name last', () => {
    const wide = [column('name'), column('recipe'), column('labels')];
    const long = ['n'.repeat(40), 'r'.repeat(30), 'RUN INSTALL'];
    const [name, recipe] = layout(answer(wide, long), 64);
    expect(name?.width).toBeGreaterThan(recipe?.width ?? 99);
  });

  it('numbers and what is to be read whole are not cut', () => {
    const long = ['i'.repeat(50), '1'.repeat(20), 'x'];
    const placed = layout(answer([column('id', { whole: true }), column('n', { right: true }), column('x')], long), 60);
    expect(placed.slice(0, 2).map(({ width }) => width)).toEqual([50, 20]);
  });

  it('wide characters count as such', () =>
    expect(keys(80, [column('a'), column('b')], ['漢字漢', 'x'])).toEqual(['a@1+6', 'b@9+71']));

  it('finds the column at a place', () => {
    const placed = layout(answer(columns, row), 80);
    expect([0, 1, 6, 7, 50].map((x) => columnAt(placed, x)?.column.key)).toEqual([
      undefined,
      'name',
      'name',
      'pid',
      'image',
    ]);
  });
});
