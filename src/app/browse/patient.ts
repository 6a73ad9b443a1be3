/** Asking what may take long, or never answer, without waiting for it longer than an eye does. */

import { SpcError } from '../../core/errors.ts';
import { isNotInstalled } from '../subject.ts';

/** What is known now; `gap`: why it is not all, or not of now. */
export interface Answered<T> {
  value: T | undefined;
  gap: string;
}

export interface Patience {
  /** Who is asked, for the eye. */
  name: string;
  /** An answer is good for so long. */
  freshMs: number;
  /** So long is waited; then what was known before is told. The question stays asked. */
  waitMs: number;
  now(): number;
  /** Resolves after so many milliseconds. */
  pause(ms: number): Promise<unknown>;
}

/** One question that is asked again and again, never twice at a time. */
export class Patient<T> {
  readonly #question: () => Promise<T>;
  readonly #patience: Patience;
  #value: T | undefined;
  #failure = '';
  #answeredAt = Number.NEGATIVE_INFINITY;
  #asked: Promise<void> | undefined;

  constructor(question: () => Promise<T>, patience: Patience) {
    this.#question = question;
    this.#patience = patience;
  }

  /** Never rejects: a failure is a gap. */
  async ask(): Promise<Answered<T>> {
    const { name, freshMs, waitMs, now, pause } = this.#patience;
    if (now() - this.#answeredAt > freshMs) this.#asked ??= this.#answer();
    if (this.#asked) await Promise.race([this.#asked, pause(waitMs)]);
    const late = this.#asked ? `${name} has not answered yet` : '';
    return { value: this.#value, gap: late || this.#failure };
  }

  async #answer(): Promise<void> {
    try {
      this.#value = await this.#question();
      this.#failure = '';
    } catch (error) {
      this.#value = undefined;
      this.#failure = failureOf(error);
    } finally {
      this.#answeredAt = this.#patience.now();
      this.#asked = undefined;
    }
  }
}

/** What is not installed was not expected to answer. */
function failureOf(error: unknown): string {
  if (!(error instanceof SpcError)) return String(error);
  return isNotInstalled(error) ? '' : [error.message, error.why].filter(Boolean).join(': ');
}
