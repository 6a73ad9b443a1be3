import { describe, expect, it } from 'vitest';
import type { Column } from '../../../src/core/lists/columns.ts';
import { listAnswer, type Shape, wireGaps } from '../../../src/core/wire/answer.ts';
import { ESCAPES, LONG, unsafeIn } from './hostile.ts';

interface Thing {
  name: string;
  size: number | null;
  rest: string;
}

const COLUMNS: Column<Thing>[] = [
  { key: 'name', header: 'NAME', about: 'its name', value: ({ name }) => name },
  { key: 'size', header: 'SIZE', about: 'bytes', right: true, value: ({ size }) => size },
  { key: 'whole', header: 'WHOLE', about: 'its name', whole: true, spare: true, value: ({ name }) => name },
  { key: 'rest', header: 'REST', about: 'the rest', value: ({ rest }) => rest },
];
const shape: Shape<Thing> = {
  columns: COLUMNS,
  shown: ['size', 'name', 'rest'],
  spare: ['size'],
  identify: ({ name }) => ({ id: `id ${name}`, target: 'x', mark: '', engine: 'e' }),
};
const thing = (name: string, size: number | null = 1, rest = 'r'): Thing => ({ name, size, rest });

describe('listAnswer', () => {
  it('sends the columns that are shown, in their order', () => {
    const { columns, rows } = listAnswer({ rows: [thing('a')], gaps: [] }, shape);
    expect(columns.map(({ key }) => key)).toEqual(['size', 'name', 'rest']);
    expect(columns[0]).toEqual({ key: 'size', header: 'SIZE', about: 'bytes', right: true, whole: false, spare: true });
    expect(rows).toEqual([{ id: 'id a', cells: ['1', 'a', 'r'], target: 'x', mark: '', engine: 'e' }]);
  });

  it('sorts by any column there is, shown or not; unknown values last', () => {
    const rows = [thing('b', null), thing('c', 1), thing('a', 2)];
    const order = (sort?: string) => listAnswer({ rows, gaps: [] }, shape, sort).rows.map(({ cells }) => cells[1]);
    expect(order()).toEqual(['b', 'c', 'a']);
    expect(order('-size')).toEqual(['a', 'c', 'b']);
    expect(order('whole')).toEqual(['a', 'b', 'c']);
    expect(() => order('colour')).toThrow(expect.objectContaining({ code: 'usage' }));
  });

  it.each([...ESCAPES, LONG])('is safe to draw: %j', (text) => {
    const answer = listAnswer(
      { rows: [thing(text, 1, text)], gaps: [text] },
      { ...shape, shown: ['name', 'whole', 'rest'] },
    );
    expect(unsafeIn(answer.rows)).toEqual([]);
    expect(unsafeIn(answer.gaps)).toEqual([]);
  });

  it('is no larger for a name of 10 kB', () => {
    const answer = listAnswer(
      { rows: [thing(LONG, 1, LONG)], gaps: [LONG] },
      { ...shape, shown: ['name', 'whole', 'rest'] },
    );
    expect(answer.rows[0]?.cells.map(({ length }) => length)).toEqual([60, 512, 1000]);
    expect(answer.rows[0]?.id.length).toBeLessThan(200);
    expect(answer.gaps[0]?.length).toBe(500);
  });

  it('stays the same row, however long its id', () => {
    const id = (name: string) => listAnswer({ rows: [thing(name)], gaps: [] }, shape).rows[0]?.id;
    expect(id(LONG)).toBe(id(LONG));
    expect(id(`${LONG}a`)).not.toBe(id(`${LONG}b`));
    expect(id('\x1b[31m')).not.toBe(id('\x1b[32m'));
  });

  it('5,000 rows with long command lines stay near a megabyte', () => {
    const rows = Array.from({ length: 5000 }, (_, at) => thing(`name ${at}`, at, LONG));
    expect(JSON.stringify(listAnswer({ rows, gaps: [] }, shape)).length).toBeLessThan(1.2e6);
  });
});

describe('wireGaps', () => {
  it('tells each once, and how many more there are', () => {
    expect(wireGaps(['a', 'b', 'a'])).toEqual(['a', 'b']);
    const many = wireGaps(Array.from({ length: 60 }, (_, at) => `gap ${at}`));
    expect(many).toHaveLength(51);
    expect(many.at(-1)).toBe('and 10 more');
  });
});
