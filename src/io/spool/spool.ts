/** Where a session's panes keep their rows: files without a name, written in the background, the oldest rows making way. */
import { writev } from 'node:fs';
import { promisify } from 'node:util';
import { type Filed, Rows } from './rows.ts';
import { openUnnamed, type Segment } from './segment.ts';
import type { RowStore, Spool } from './types.ts';

const write = promisify(writev);

/** So much is written at once. */
const ENOUGH = 1024 ** 2;
/** So much may wait; then whoever gives it must. */
const HIGH = 8 * ENOUGH;
/** Parts of the limit that make way together. */
const PARTS = 64;
const LEAST_SEGMENT = 1024 ** 2;
/** Buffers a call takes: IOV_MAX is 1024 (writev(2)). */
const MAX_BUFFERS = 512;

export interface SpoolOptions {
  /** Bytes on disk, about. */
  limit: number;
  /** Opens a file; throws when it cannot. */
  open?: () => number;
}

/** Nothing is opened before there is enough to write. When nothing can be written, the newest rows are kept in memory. */
export function openSpool({ limit, open = openUnnamed }: SpoolOptions): Spool {
  return new DiskSpool(limit, open);
}

class DiskSpool implements Spool {
  failure = '';
  readonly #limit: number;
  readonly #open: () => number;
  /** Oldest first. */
  #segments: Segment[] = [];
  #bytes = 0;
  #waiting: Filed[] = [];
  #waitingBytes = 0;
  #busy: Promise<void> | undefined;

  constructor(limit: number, open: () => number) {
    this.#limit = limit;
    this.#open = open;
  }

  open(): RowStore {
    return new Rows({
      segmentBytes: Math.max(LEAST_SEGMENT, this.#limit / PARTS),
      file: (block) => this.#file(block),
      begun: (segment) => this.#segments.push(segment),
    });
  }

  room(): Promise<void> | undefined {
    return this.#waitingBytes >= HIGH && this.failure === '' ? this.#flush() : undefined;
  }

  close(): void {
    for (const segment of this.#segments.splice(0)) segment.leave();
    this.#waiting = [];
  }

  #file(block: Filed): void {
    this.#waiting.push(block);
    this.#waitingBytes += block.length;
    this.#bytes += block.length;
    while (this.#bytes > this.#limit && this.#dropOldest());
    if (this.#waitingBytes >= ENOUGH) void this.#flush();
    if (this.failure !== '') this.#forget();
  }

  /** false: only segments that are written to are left. */
  #dropOldest(): boolean {
    const index = this.#segments.findIndex(({ isFull }) => isFull);
    const [segment] = index < 0 ? [] : this.#segments.splice(index, 1);
    if (!segment) return false;
    segment.drop();
    segment.leave();
    this.#bytes -= segment.bytes;
    return true;
  }

  #flush(): Promise<void> {
    this.#busy ??= this.#writeAll().finally(() => {
      this.#busy = undefined;
    });
    return this.#busy;
  }

  async #writeAll(): Promise<void> {
    while (this.#waitingBytes >= ENOUGH) {
      const [first] = this.#waiting;
      if (!first) return;
      const run = this.#waiting.filter(({ segment }) => segment === first.segment).slice(0, MAX_BUFFERS);
      if (!(await this.#write(first.segment, run))) return;
      const written = new Set(run);
      this.#waiting = this.#waiting.filter((block) => !written.has(block));
      for (const block of run) this.#settle(block);
    }
  }

  /** Once. */
  #settle(block: Filed): void {
    if (!block.bytes) return;
    block.bytes = undefined;
    this.#waitingBytes -= block.length;
  }

  /** Blocks of a segment, which follow each other. false: it cannot be written, and stays in memory. */
  async #write(segment: Segment, run: readonly Filed[]): Promise<boolean> {
    for (;;) {
      if (segment.isGone) return true;
      try {
        const fd = segment.fd(this.#open);
        await segment.hold(() => writeAt(fd, run));
        return true;
      } catch (error) {
        if (this.#dropOldest()) continue;
        this.failure = (error as Error).message;
        return false;
      }
    }
  }

  /** In memory there is room for so much: the oldest of it makes way, and what lies before on disk. */
  #forget(): void {
    while (this.#waitingBytes > HIGH) {
      const block = this.#waiting.shift();
      if (!block) return;
      block.store.dropBefore(block.first + block.count);
      this.#settle(block);
    }
  }
}

/** writev(2) may write less than it is given. */
async function writeAt(fd: number, run: readonly Filed[]): Promise<void> {
  let position = run[0]?.offset ?? 0;
  let rest = run.map(({ bytes }) => bytes ?? Buffer.alloc(0));
  while (rest.length > 0) {
    const { bytesWritten } = await write(fd, rest, position);
    position += bytesWritten;
    rest = without(rest, bytesWritten);
  }
}

function without(buffers: readonly Buffer[], bytes: number): Buffer[] {
  let left = bytes;
  const index = buffers.findIndex(({ length }) => {
    if (left < length) return true;
    left -= length;
    return false;
  });
  const [first, ...others] = index < 0 ? [] : buffers.slice(index);
  return first ? [first.subarray(left), ...others] : [];
}
