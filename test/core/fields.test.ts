import { describe, expect, it } from 'vitest';
import {
  countField,
  entriesField,
  field,
  listField,
  textField,
  textListField,
  textsField,
  timeField,
} from '../../src/core/fields.ts';

const HOSTILE = JSON.parse('{"__proto__":{"a":"x"},"n":null,"l":[1],"s":"text","o":{"t":"1","__proto__":"y","bad":2}}');

describe('fields of unknown shape', () => {
  it.each([undefined, null, 3, 'text', [], {}, HOSTILE])('%j holds nothing that is asked for', (value) => {
    expect(field(value, 'a', 'b')).toBeUndefined();
    expect(field(value, 'toString')).toBeUndefined();
    expect(field(value, 'constructor', 'name')).toBeUndefined();
    expect(textField(value, 'n')).toBe('');
    expect(countField(value, 's')).toBe(0);
    expect(listField(value, 'o')).toEqual([]);
    expect(textsField(value, 'l')).toEqual({});
    expect(timeField(value, 's')).toBe('');
  });

  it('takes texts only, and no prototype', () => {
    const texts = textsField(HOSTILE, 'o');
    expect(Object.entries(texts)).toEqual([
      ['t', '1'],
      ['__proto__', 'y'],
    ]);
    expect(Object.getPrototypeOf(texts)).toBe(Object.prototype);
  });

  it.each([
    [0, 0],
    [-1, 0],
    [1.5, 0],
    ['7', 0],
    [1e300, 0],
    [7, 7],
  ])('counts %j as %i', (value, count) => expect(countField({ value }, 'value')).toBe(count));

  it.each([
    ['2026-11-22T05:42:15.068161285Z', '2026-11-22T05:42:15.068Z'],
    ['0001-01-01T00:00:00Z', ''],
    ['never', ''],
    ['9'.repeat(100_000), ''],
  ])('takes the time %.40j for %j', (value, time) => expect(timeField({ value }, 'value')).toBe(time));
});

it('a list of texts is without what is none; of anything else it is empty', () => {
  expect(textListField({ a: ['x', 1, null, 'y'] }, 'a')).toEqual(['x', 'y']);
  expect(textListField({ a: 'x' }, 'a')).toEqual([]);
});

it('entries are those of an object, not of a list or a text', () => {
  expect(entriesField({ a: { x: 1 } }, 'a')).toEqual([['x', 1]]);
  for (const a of [['x'], 'x', null, undefined]) expect(entriesField({ a }, 'a')).toEqual([]);
});
