/** A few pieces of work at a time. */

/**
 * Runs `work` on each item, at most `width` at once or waiting to be taken; gives results in the items' order.
 * The first failure ends it, when what runs has ended.
 */
export async function* inOrder<T, R>(
  items: T[],
  width: number,
  work: (item: T) => Promise<R>,
): AsyncGenerator<R, void> {
  const running: Promise<R>[] = [];
  try {
    for (const item of items) {
      if (running.length >= width) yield await next(running);
      const started = work(item);
      started.catch(() => {}); // awaited in its turn
      running.push(started);
    }
    while (running.length > 0) yield await next(running);
  } finally {
    await Promise.allSettled(running);
  }
}

async function next<R>(running: Promise<R>[]): Promise<R> {
  const [first] = running;
  const result = await (first as Promise<R>);
  running.shift();
  return result;
}
