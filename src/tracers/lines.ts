/** Bytes in chunks → lines. */

/** A line may not be longer: what goes on is cut. */
export const MAX_LINE = 1024 * 1024;

/** Splits at newlines. A line cut short at `max` ends there; the rest of it is dropped. UTF-8; what is not becomes U+FFFD. */
export class LineSplitter {
  readonly #decoder = new TextDecoder();
  /** Of the line that has begun: joined at its end, so that tiny chunks cost no more than large ones. */
  #pieces: string[] = [];
  #length = 0;
  #cut = false;
  readonly #max: number;

  /** `max`: UTF-16 units of a line. */
  constructor(max = MAX_LINE) {
    this.#max = max;
  }

  /** The lines that are complete now, without their newline. */
  push(chunk: Uint8Array): string[] {
    const [first = '', ...others] = this.#decoder.decode(chunk, { stream: true }).split('\n');
    if (others.length === 0) return this.#keep(first);
    const rest = others.pop() ?? '';
    const complete = [...this.#take(first), ...others];
    return [...complete, ...this.#keep(rest)];
  }

  /** What is left when the stream ends: a line without a newline, or nothing. */
  end(): string[] {
    const [rest = ''] = this.#take(this.#decoder.decode());
    return rest === '' ? [] : [rest];
  }

  /** The line that ends with this; nothing when it was given already, as far as it goes. */
  #take(end: string): string[] {
    const line = this.#cut ? [] : [this.#pieces.join('') + end];
    this.#pieces = [];
    this.#length = 0;
    this.#cut = false;
    return line;
  }

  #keep(piece: string): string[] {
    if (this.#cut || piece === '') return [];
    this.#pieces.push(piece);
    this.#length += piece.length;
    if (this.#length <= this.#max) return [];
    const [line = ''] = this.#take('');
    this.#cut = true;
    return [line.slice(0, this.#max)];
  }
}
