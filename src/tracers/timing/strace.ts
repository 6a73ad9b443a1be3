/** Syscall times by strace: each call an event, summed up here. */
import type { TraceEvent } from '../../core/events.ts';
import { bucketsOf, stepOf } from '../../core/syscalls/histogram.ts';
import type { Timings } from './types.ts';

interface Sum {
  call: string;
  key: number;
  count: number;
  errors: number;
  total: number;
  min: number;
  max: number;
  steps: Map<number, number>;
}

/** Sums up events; memory grows with the number of different calls, not with how often they are made. */
export class StraceTimes {
  readonly #sums = new Map<string, Sum>();
  readonly #names = new Map<number, string>();
  readonly #keyOf: (event: { pid: number }) => number;

  /** `keyOf`: which group an event belongs to. */
  constructor(keyOf: (event: { pid: number }) => number) {
    this.#keyOf = keyOf;
  }

  take(event: TraceEvent): void {
    if (event.kind !== 'syscall') return;
    // under way when tracing began or ended, or never to return
    if (event.unfinished || event.duration === null) return;
    this.#add(nameOf(event.name), event.duration, event.error !== '', this.#keyOf(event), event.comm);
  }

  timings(): Timings {
    const calls = [...this.#sums.values()].map(({ steps, ...sum }) => ({ ...sum, histogram: bucketsOf(steps) }));
    return { calls, names: this.#names, duration: null };
  }

  #add(call: string, time: number, failed: boolean, key: number, comm: string): void {
    const id = `${key} ${call}`;
    const sum = this.#sums.get(id) ?? empty(call, key);
    this.#sums.set(id, sum);
    this.#names.set(key, comm);
    sum.count += 1;
    sum.errors += failed ? 1 : 0;
    sum.total += time;
    sum.min = Math.min(sum.min, time);
    sum.max = Math.max(sum.max, time);
    const step = stepOf(time);
    sum.steps.set(step, (sum.steps.get(step) ?? 0) + 1);
  }
}

const empty = (call: string, key: number): Sum => ({
  call,
  key,
  count: 0,
  errors: 0,
  total: 0,
  min: Number.POSITIVE_INFINITY,
  max: 0,
  steps: new Map(),
});

/** strace writes the number of one it does not know in hexadecimal: `syscall_0x3e7`. */
const nameOf = (name: string) =>
  name.replace(/^syscall_0x([0-9a-f]+)$/, (_, hex) => `syscall_${Number.parseInt(hex, 16)}`);
