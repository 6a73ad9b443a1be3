/** Streams that had ended and of which nothing is left: what is told of them, in sums. */
import type { TracerName } from '../../core/events.ts';
import type { Manifest } from '../../core/session/types.ts';
import type { Stream } from './stream.ts';

export class GoneStreams {
  readonly #sums = new Map<TracerName, { streams: number; bytes: number }>();

  add({ entry: { tracer }, bytes }: Stream): void {
    const before = this.#sums.get(tracer) ?? { streams: 0, bytes: 0 };
    this.#sums.set(tracer, { streams: before.streams + 1, bytes: before.bytes + bytes });
  }

  get any(): boolean {
    return this.#sums.size > 0;
  }

  /** One for each tracer. */
  get losses(): Manifest['losses'] {
    return [...this.#sums].map(([tracer, { streams, bytes }]) => ({
      tracer,
      count: null,
      what: `of the oldest output: all ${bytes} bytes of ${streams} streams that had ended made way for newer ones`,
    }));
  }
}
