/** When snapshots are sent: soon after something has changed, not too often, and never to who has not taken the last one. */
import type { ViewIo } from './io.ts';

const LEAST_MS = 100;
const SECOND_MS = 1000;

export interface Paced {
  send(): void;
  /** It looks another way a second later, though nothing happens. */
  isMoving(): boolean;
}

export class Pacer {
  readonly #io: ViewIo;
  readonly #paced: Paced;
  #last = Number.NEGATIVE_INFINITY;
  #cancel: (() => void) | undefined;
  /** What is waited for is only that time passes. */
  #isIdle = true;

  constructor(io: ViewIo, paced: Paced) {
    this.#io = io;
    this.#paced = paced;
  }

  changed(): void {
    if (!this.#isIdle) return;
    this.#isIdle = false;
    this.#wait(Math.max(0, this.#last + LEAST_MS - this.#io.ms()));
  }

  stop(): void {
    this.#cancel?.();
    this.#isIdle = false;
  }

  #wait(ms: number): void {
    this.#cancel?.();
    this.#cancel = this.#io.later(ms, () => this.#send());
  }

  #send(): void {
    if (!this.#io.isRead()) {
      this.#wait(LEAST_MS);
      return;
    }
    this.#last = this.#io.ms();
    this.#isIdle = true;
    this.#paced.send();
    if (this.#isIdle && this.#paced.isMoving()) this.#wait(SECOND_MS);
  }
}
