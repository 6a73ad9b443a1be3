/** How many a second, over the last two minutes. */
import { RATE_SECONDS } from '../wire/session.ts';

const SECOND = 1e9;

/** Counts by the second of the session's clock. */
export class Rates {
  /** Of second n at n modulo its length. */
  readonly #counts = new Float64Array(RATE_SECONDS);
  /** The newest second that is counted. */
  #newest = Number.NEGATIVE_INFINITY;

  /** `at`: nanoseconds since the session began; what is older than the window is not counted. */
  add(at: number, count: number): void {
    const second = Math.floor(at / SECOND);
    if (second > this.#newest) this.#advance(second);
    if (second > this.#newest - RATE_SECONDS) this.#counts[slot(second)] = (this.#counts[slot(second)] ?? 0) + count;
  }

  /** The newest last: that of `now`. Seconds before the session began are none. */
  window(now: number): number[] {
    const last = Math.floor(now / SECOND);
    const from = Math.max(0, last - RATE_SECONDS + 1);
    return Array.from({ length: Math.max(0, last - from + 1) }, (_, index) => this.#at(from + index));
  }

  /** Something in the window of `now` is not 0: it looks another way a second later. */
  isMoving(now: number): boolean {
    return this.#newest > Math.floor(now / SECOND) - RATE_SECONDS;
  }

  #at(second: number): number {
    if (second > this.#newest || second <= this.#newest - RATE_SECONDS) return 0;
    return this.#counts[slot(second)] ?? 0;
  }

  #advance(second: number): void {
    // by their number: from some second on, which a damaged record may have, one more is the same (2 ** 53)
    const passed = Math.min(second - this.#newest, RATE_SECONDS);
    for (let each = 0; each < passed; each++) this.#counts[slot(second - each)] = 0;
    this.#newest = second;
  }
}

const slot = (second: number) => ((second % RATE_SECONDS) + RATE_SECONDS) % RATE_SECONDS;
