/** A line that is too long to be kept: its beginning and its end. */
import type { TraceEvent } from '../../core/events.ts';
import { noteEvent } from './event.ts';

/** Bytes. Longer lines are shortened: strings of `-s 1000000` may be four times that long. */
export const MAX_LINE = 1024 * 1024;

/** Of the end so much is kept: the result and the time stand there. */
const TAIL = 4096;

export class LongLine {
  /** Made for the first of them: few straces ever see one. */
  #made: Uint8Array | undefined;
  #length = 0;
  /** Bytes of `#kept` that are used. */
  #used = 0;

  get #kept(): Uint8Array {
    this.#made ??= new Uint8Array(MAX_LINE + 2 * TAIL);
    return this.#made;
  }

  /** Whether a long line has begun. */
  get isOpen(): boolean {
    return this.#length > 0;
  }

  /** The next piece of it. */
  add(piece: Uint8Array): void {
    this.#length += piece.length;
    const head = piece.subarray(0, Math.max(0, MAX_LINE - this.#used));
    this.#append(head);
    for (let at = head.length; at < piece.length; at += TAIL) this.#append(piece.subarray(at, at + TAIL));
  }

  /** The line as far as it was kept; tells of the rest. The next one may begin. */
  take(at: number, events: TraceEvent[]): Uint8Array {
    const tail = Math.max(MAX_LINE, this.#used - TAIL);
    this.#kept.copyWithin(MAX_LINE, tail, this.#used);
    const line = this.#kept.slice(0, MAX_LINE + this.#used - tail);
    const text = `a line of ${this.#length} characters was shortened by ${this.#length - line.length}`;
    events.push(noteEvent(at, 'warning', text));
    this.#length = this.#used = 0;
    return line;
  }

  /** Of what is beyond the head only the last two pieces are kept. */
  #append(bytes: Uint8Array): void {
    if (this.#used + bytes.length > this.#kept.length) {
      this.#kept.copyWithin(MAX_LINE, this.#used - TAIL, this.#used);
      this.#used = MAX_LINE + TAIL;
    }
    this.#kept.set(bytes, this.#used);
    this.#used += bytes.length;
  }
}
