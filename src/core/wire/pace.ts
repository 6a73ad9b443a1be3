/** How a measurement goes on: what each second of it brought. */
import type { TimingReport } from '../syscalls/types.ts';
import { RATE_SECONDS } from './session.ts';

/** What a report says in all. */
interface Sum {
  /** Nanoseconds, by the tracer's clock. */
  at: number;
  count: number;
  total: number;
}

/** Less is no second: reports come when they come. */
const LEAST_SECOND = 0.5e9;

/** Takes reports that grow, and tells calls a second and their mean nanoseconds, second by second; the newest last. */
export class Pace {
  calls: number[] = [];
  mean: number[] = [];
  #last: Sum = { at: 0, count: 0, total: 0 };

  add(report: Pick<TimingReport, 'duration' | 'rows'>): void {
    const sum = sumOf(report);
    const passed = sum.at - this.#last.at;
    if (passed < LEAST_SECOND) return;
    const count = Math.max(0, sum.count - this.#last.count);
    const seconds = Math.min(RATE_SECONDS, Math.max(1, Math.round(passed / 1e9)));
    const calls = Math.round((count / passed) * 1e9);
    const mean = count > 0 ? Math.max(0, Math.round((sum.total - this.#last.total) / count)) : 0;
    this.calls = appended(this.calls, calls, seconds);
    this.mean = appended(this.mean, mean, seconds);
    this.#last = sum;
  }
}

const sumOf = ({ duration, rows }: Pick<TimingReport, 'duration' | 'rows'>): Sum => ({
  at: duration,
  count: rows.reduce((sum, { count }) => sum + count, 0),
  total: rows.reduce((sum, { total }) => sum + total, 0),
});

/** What came in several seconds at once is taken as evenly spread. */
const appended = (before: readonly number[], value: number, times: number): number[] =>
  [...before, ...Array<number>(times).fill(value)].slice(-RATE_SECONDS);
