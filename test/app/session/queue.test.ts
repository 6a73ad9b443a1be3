import { describe, expect, it } from 'vitest';
import { EventQueue, type Queueing } from '../../../src/app/session/queue.ts';
import type { TraceEvent } from '../../../src/core/events.ts';

const lines = (count: number): TraceEvent[] =>
  Array.from({ length: count }, (_, at) => ({ kind: 'probe', tracer: 'stap', at, text: 'x', data: null }));

const queueing = (changes: Partial<Queueing> = {}): Queueing => ({
  skips: false,
  patienceMs: 1e6,
  dropped: () => {},
  ...changes,
});

/** Whether a promise has been resolved by now. */
const isResolved = (promise: Promise<void>) =>
  Promise.race([promise.then(() => true), new Promise((resolve) => setImmediate(resolve, false))]);

describe('events that wait for the renderer', () => {
  it('are given in order, and all of them', () => {
    const queue = new EventQueue(queueing());
    queue.give(lines(2));
    queue.give(lines(1));
    expect(queue.take().map(({ at }) => at)).toEqual([0, 1, 0]);
    expect(queue.take()).toEqual([]);
  });

  it('hold up the tool when they are many, and none is left out', async () => {
    const queue = new EventQueue(queueing());
    expect(queue.give(lines(49_999))).toBeUndefined();
    const room = queue.give(lines(1));
    expect(await isResolved(room ?? Promise.resolve())).toBe(false);
    expect(queue.take()).toHaveLength(50_000);
    expect(await isResolved(room ?? Promise.reject())).toBe(true);
  });

  it('are left out when that is wanted, which is told', () => {
    const queue = new EventQueue(queueing({ skips: true }));
    expect(queue.give(lines(50_000))).toBeUndefined();
    expect(queue.give(lines(7))).toBeUndefined();
    expect(queue.take().at(-1)).toMatchObject({ kind: 'lost', tracer: 'spc', count: 7 });
    queue.give(lines(1));
    expect(queue.take()).toHaveLength(1);
  });

  it('are left out when nobody has taken any for long, which is told and counted; then they wait again', async () => {
    const dropped: number[] = [];
    const queue = new EventQueue(queueing({ patienceMs: 1, dropped: (count) => dropped.push(count) }));
    await queue.give(lines(50_000));
    expect(queue.give(lines(3))).toBeUndefined();
    expect(dropped).toEqual([3]);
    expect(queue.take().slice(49_999)).toMatchObject([{ kind: 'probe' }, { kind: 'lost', count: 3 }]);
    expect(queue.give(lines(50_000))).toBeInstanceOf(Promise);
    queue.close();
  });

  it('wait for nobody once it is closed', async () => {
    const queue = new EventQueue(queueing());
    const room = queue.give(lines(50_000)) ?? Promise.reject();
    queue.close();
    expect(await isResolved(room)).toBe(true);
    expect(queue.give(lines(60_000))).toBeUndefined();
    expect(queue.take()).toEqual([]);
  });

  it('wake whoever waits', async () => {
    const queue = new EventQueue(queueing());
    const ready = queue.ready;
    expect(await isResolved(ready)).toBe(false);
    queue.wake();
    expect(await isResolved(ready)).toBe(true);
    queue.take();
    const next = queue.ready;
    queue.give(lines(1));
    expect(await isResolved(next)).toBe(true);
  });
});
