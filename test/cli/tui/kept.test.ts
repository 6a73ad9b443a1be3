import { describe, expect, it } from 'vitest';
import { type Counted, Kept } from '../../../src/cli/tui/kept.ts';

function lab(since: Counted) {
  let now = 0;
  let made = 0;
  const kept = new Kept<number>(1000, since, () => now);
  const pass = (ms: number) => {
    now += ms;
  };
  return { kept, pass, get: (key = 'a') => kept.get(key, () => ++made) };
}

describe('Kept', () => {
  it('keeps what is asked for, however long', () => {
    const { get, pass } = lab('asked');
    for (let at = 0; at < 5; at++) {
      expect(get()).toBe(1);
      pass(1000);
    }
    pass(1);
    expect(get()).toBe(2);
  });

  it('or only so long, however often it is asked for', () => {
    const { get, pass } = lab('made');
    expect([get(), get()]).toEqual([1, 1]);
    pass(1000);
    expect(get()).toBe(1);
    pass(1);
    expect(get()).toBe(2);
  });

  it('tells keys apart, and forgets what it is told to', () => {
    const { get, kept } = lab('made');
    expect([get('a'), get('b'), get('a')]).toEqual([1, 2, 1]);
    kept.drop('a');
    expect([get('a'), get('b')]).toEqual([3, 2]);
  });

  it('keeps nothing that was not made', () => {
    const { kept, get } = lab('asked');
    expect(() =>
      kept.get('a', () => {
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(get()).toBe(1);
  });
});
