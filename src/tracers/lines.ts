/** Bytes in chunks → lines. */

/** A line may not be longer: what goes on is cut, and `long` tells. */
export const MAX_LINE = 1024 * 1024;

/** Splits at newlines. A line cut short at `MAX_LINE` ends there; the rest of it is dropped. UTF-8; what is not becomes U+FFFD. */
export class LineSplitter {
  readonly #decoder = new TextDecoder();
  #rest = '';
  #cut = false;

  /** The lines that are complete now, without their newline. */
  push(chunk: Uint8Array): string[] {
    const lines = (this.#rest + this.#decoder.decode(chunk, { stream: true })).split('\n');
    this.#rest = lines.pop() ?? '';
    const complete = this.#cut ? lines.slice(1) : lines;
    if (lines.length > 0) this.#cut = false;
    if (this.#rest.length > MAX_LINE) return [...complete, ...this.#cutRest()];
    return complete;
  }

  /** What is left when the stream ends: a line without a newline, or nothing. */
  end(): string[] {
    const rest = this.#rest + this.#decoder.decode();
    this.#rest = '';
    return rest === '' || this.#cut ? [] : [rest];
  }

  #cutRest(): string[] {
    const first = this.#cut ? [] : [this.#rest.slice(0, MAX_LINE)];
    this.#cut = true;
    this.#rest = '';
    return first;
  }
}
