/** Syscall times by `perf trace -s`: its summary, a section a thread. It has neither histograms nor exact counts. */
import type { TimedCall, Timings } from './types.ts';

const SECTION = /^ (.{1,64}) \((\d+)\), \d+ events/;
const ROW = /^\s+(\S+)\s+(\d+)\s+(\d+)\s+([\d.]+)\s+([\d.]+)\s+([\d.]+)\s+([\d.]+)\s+[\d.]+%\s*$/;
const NS_PER_MS = 1e6;

/** Reads the summary's lines; what is neither a section's head nor a row is passed over. */
export class PerfTimes {
  readonly #calls: TimedCall[] = [];
  readonly #names = new Map<number, string>();
  readonly #keyOf: (event: { pid: number }) => number;
  #pid = 0;

  /** `keyOf`: which group a thread belongs to. */
  constructor(keyOf: (event: { pid: number }) => number) {
    this.#keyOf = keyOf;
  }

  take(line: string): void {
    const [, comm, pid] = SECTION.exec(line) ?? [];
    if (comm !== undefined) {
      this.#pid = Number(pid);
      this.#names.set(this.#keyOf({ pid: this.#pid }), comm);
    }
    const row = ROW.exec(line);
    if (row && this.#pid > 0) this.#calls.push(timedCall(row, this.#keyOf({ pid: this.#pid })));
  }

  timings(): Timings {
    return { calls: this.#calls, names: this.#names, duration: null };
  }
}

function timedCall([, call = '', count, errors, total, min, , max]: readonly string[], key: number): TimedCall {
  const ns = (ms: string | undefined) => Math.round(Number(ms) * NS_PER_MS);
  // what it did not see the beginning of it writes as 0: no call is that short
  const known = (ms: string | undefined) => ns(ms) || null;
  return {
    call,
    key,
    count: Number(count),
    errors: Number(errors),
    total: ns(total),
    min: known(min),
    max: known(max),
    histogram: null,
  };
}
