import { setTimeout } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { together } from '../../src/app/together.ts';

async function* source(values: string[], result: number, fails = false): AsyncGenerator<string, number> {
  for (const value of values) {
    await setTimeout(1);
    yield value;
  }
  if (fails) throw new Error('it failed');
  return result;
}

async function collect(messages: ReturnType<typeof together<string, number>>) {
  const given: string[] = [];
  for (;;) {
    const { done, value } = await messages.next();
    if (done) return { given, results: value };
    given.push(value ? `${value.from}${value.value}` : 'tick');
  }
}

it('passes on all, each in its order, and what they returned', async () => {
  const { given, results } = await collect(together([source(['a', 'b'], 1), source(['c'], 2)], () => {}));
  expect(given.toSorted()).toEqual(['0a', '0b', '1c']);
  expect(given.indexOf('0a')).toBeLessThan(given.indexOf('0b'));
  expect(results).toEqual([1, 2]);
});

it('has the others end when one fails, and then tells', async () => {
  const end = Promise.withResolvers<void>();
  let hasEnded = false;
  async function* waiting(): AsyncGenerator<string, number> {
    yield 'w';
    await end.promise;
    hasEnded = true;
    return 0;
  }
  await expect(collect(together([waiting(), source([], 0, true)], end.resolve))).rejects.toThrow('it failed');
  expect(hasEnded).toBe(true);
});

it('ticks in between, and no longer than they run', async () => {
  async function* slow(): AsyncGenerator<string, number> {
    await setTimeout(100);
    yield 's';
    return 0;
  }
  const { given } = await collect(together([slow()], () => {}, 20));
  expect(given.filter((each) => each === 'tick').length).toBeGreaterThan(1);
  expect(given.at(-1)).toBe('0s');
});
