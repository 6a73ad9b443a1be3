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
  const running = new Set(sources.keys());
  const steps = new Arrivals<Step<T, R> | undefined>();
  // not raced for: each race would leave something with every promise that is still waited for
  const ask = (from: number) =>
    void nextOf(sources[from] as AsyncGenerator<T, R>, from).then((step) => steps.add(step));
  const stopTicking = tick(every, () => steps.add(undefined));
  try {
    for (const from of running) ask(from);
    while (running.size > 0) {
      const step = await steps.next();
      if (step === undefined) yield undefined;
      else if ('error' in step) {
        running.delete(step.from);
        failures.push(step.error);
        giveUp();
      } else if (step.done) {
        running.delete(step.from);
        results[step.from] = step.value;
      } else {
        yield { from: step.from, value: step.value };
        ask(step.from);
      }
    }
  } finally {
    stopTicking();
    giveUp();
    await Promise.allSettled([...running].map((from) => sources[from]?.return(undefined as R)));
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

/** What came, in the order it came. */
class Arrivals<T> {
  readonly #waiting: T[] = [];
  #some = Promise.withResolvers<void>();

  add(value: T): void {
    this.#waiting.push(value);
    this.#some.resolve();
  }

  /** For one at a time. */
  async next(): Promise<T> {
    if (this.#waiting.length === 0) {
      this.#some = Promise.withResolvers();
      await this.#some.promise;
    }
    return this.#waiting.shift() as T;
  }
}

/** Calls it every so many milliseconds, 0: never; returns what ends that. */
function tick(every: number, call: () => void): () => void {
  if (every <= 0) return () => {};
  const timer = setInterval(call, every);
  return () => clearInterval(timer);
}
