/** A stream's bytes, kept back until it is known whether the tool has begun its work. */
import type { StreamSink } from './types.ts';

/** What is kept at most; the tool waits then. */
const HIGH = 4 * 1024 * 1024;

export class Held implements StreamSink {
  #chunks: Buffer[] = [];
  #bytes = 0;
  #sink: StreamSink | undefined;
  #ended = false;
  #dropped = false;
  readonly #opened = Promise.withResolvers<void>();
  readonly #look: (() => void) | undefined;

  /** `look` is called when more is there, until it is passed on. */
  constructor(look?: () => void) {
    this.#look = look;
  }

  write(chunk: Buffer): Promise<void> | void {
    if (this.#sink) return this.#sink.write(chunk);
    if (this.#dropped && this.#bytes > HIGH) return;
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    this.#look?.();
    return this.#bytes > HIGH ? this.#opened.promise : undefined;
  }

  end(): void {
    this.#ended = true;
    this.#sink?.end();
  }

  /** What is kept. */
  get text(): string {
    return Buffer.concat(this.#chunks).toString();
  }

  /**
   * It will not be passed on: what there is no room for is thrown away from now on. To be called before the tool is ended:
   * one that is kept waiting never ends.
   */
  drop(): void {
    this.#dropped = true;
    this.#opened.resolve();
  }

  /** Passes on what is kept, and all that comes, to a sink. */
  passTo(sink: StreamSink): void {
    for (const chunk of this.#chunks) void sink.write(chunk);
    this.#chunks = [];
    this.#sink = sink;
    this.#opened.resolve();
    if (this.#ended) sink.end();
  }
}
