/** Things that are kept for a while. */

/** What `Kept` goes by: `asked`: so long since it was last asked for; `made`: since it was made. */
export type Counted = 'asked' | 'made';

/** By a key; forgotten after so many milliseconds. */
export class Kept<T> {
  readonly #all = new Map<string, { value: T; at: number }>();
  readonly #ms: number;
  readonly #since: Counted;
  readonly #now: () => number;

  constructor(ms: number, since: Counted, now: () => number = Date.now) {
    this.#ms = ms;
    this.#since = since;
    this.#now = now;
  }

  /** What is kept under the key, else what `make` makes. What it throws is thrown, and nothing kept. */
  get(key: string, make: () => T): T {
    const now = this.#now();
    for (const [other, { at }] of this.#all) if (now - at > this.#ms) this.#all.delete(other);
    const known = this.#all.get(key);
    if (known && this.#since === 'made') return known.value;
    const value = known ? known.value : make();
    this.#all.set(key, { value, at: now });
    return value;
  }

  /** Forgets what is kept under the key. */
  drop(key: string): void {
    this.#all.delete(key);
  }
}
