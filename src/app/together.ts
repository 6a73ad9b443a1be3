/** Several generators at once. */

/** What one of them gave, by its place in the list. */
export interface Given<T> {
  from: number;
  value: T;
}

/**
 * Passes on what each gives, as it comes; returns what each returned. `every`: milliseconds between `undefined`s that come
 * in between; 0: none. When one throws, `giveUp` is to end the others; it is thrown when they have ended.
 */
export async function* together<T, R>(
  sources: readonly AsyncGenerator<T, R>[],
  giveUp: () => void,
  every = 0,
): AsyncGenerator<Given<T> | undefined, R[]> {
  const results: R[] = [];
  const failures: unknown[] = [];
  const waiting = new Map(sources.map((source, from) => [from, nextOf(source, from)]));
  const clock = ticker(every);
  try {
    while (waiting.size > 0) {
      const step = await Promise.race([...waiting.values(), ...clock.next()]);
      if (step === undefined) yield undefined;
      else if ('error' in step) {
        waiting.delete(step.from);
        failures.push(step.error);
        giveUp();
      } else if (step.done) {
        waiting.delete(step.from);
        results[step.from] = step.value;
      } else {
        yield { from: step.from, value: step.value };
        waiting.set(step.from, nextOf(sources[step.from] as AsyncGenerator<T, R>, step.from));
      }
    }
  } finally {
    clock.stop();
    giveUp();
    await Promise.allSettled([...waiting.keys()].map((from) => sources[from]?.return(undefined as R)));
  }
  if (failures.length > 0) throw failures[0];
  return results;
}

type Step<T, R> =
  | { from: number; error: unknown }
  | { from: number; done: true; value: R }
  | { from: number; done: false; value: T };

async function nextOf<T, R>(source: AsyncGenerator<T, R>, from: number): Promise<Step<T, R>> {
  try {
    const { done = false, value } = await source.next();
    return { from, done, value } as Step<T, R>;
  } catch (error) {
    return { from, error };
  }
}

/** `next`: the promise of the next tick, in a list that is empty when there are none. */
function ticker(every: number): { next(): Promise<undefined>[]; stop(): void } {
  if (every <= 0) return { next: () => [], stop: () => {} };
  let tick = Promise.withResolvers<undefined>();
  const timer = setInterval(() => {
    tick.resolve(undefined);
    tick = Promise.withResolvers();
  }, every);
  return { next: () => [tick.promise], stop: () => clearInterval(timer) };
}
