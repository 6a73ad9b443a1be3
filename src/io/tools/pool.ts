/** A few pieces of work at a time. */

/** Runs `work` on each item, at most `width` at once; gives results as they come. The first failure ends it. */
export async function* pool<T, R>(items: T[], width: number, work: (item: T) => Promise<R>): AsyncGenerator<R, void> {
  const running = new Map<T, Promise<{ item: T; result: R }>>();
  try {
    for (const item of items) {
      running.set(
        item,
        work(item).then((result) => ({ item, result })),
      );
      if (running.size >= width) yield await next(running);
    }
    while (running.size > 0) yield await next(running);
  } finally {
    await Promise.allSettled(running.values());
  }
}

async function next<T, R>(running: Map<T, Promise<{ item: T; result: R }>>): Promise<R> {
  const { item, result } = await Promise.race(running.values());
  running.delete(item);
  return result;
}
