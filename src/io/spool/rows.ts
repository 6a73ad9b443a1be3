/** The rows of a pane: the newest in memory, the others in blocks on disk, and of those where each is. */
import type { RowStyle } from '../../core/wire/session.ts';
import { decodeBlock, OpenBlock, unreadable } from './block.ts';
import { Segment } from './segment.ts';
import type { RowBlock, RowStore } from './types.ts';

/** Rows and UTF-16 units of a block: what is read to show one row. */
const ROWS = 256;
const UNITS = 64 * 1024;

/** A block that is on disk, or on its way. */
export interface Filed {
  first: number;
  count: number;
  /** The latest time of these rows and all before. */
  latest: number;
  segment: Segment;
  offset: number;
  length: number;
  /** undefined: it is written. */
  bytes: Buffer | undefined;
  store: Rows;
}

export interface RowsOptions {
  segmentBytes: number;
  /** Takes a block that is to be written. */
  file(block: Filed): void;
  /** Called for each new segment. */
  begun(segment: Segment): void;
}

export class Rows implements RowStore {
  readonly #options: RowsOptions;
  #blocks: Filed[] = [];
  #open = new OpenBlock(0);
  #segment: Segment | undefined;
  #latest = Number.NEGATIVE_INFINITY;
  /** What was read last: rows in sight lie together. */
  #read: RowBlock | undefined;

  constructor(options: RowsOptions) {
    this.#options = options;
  }

  get first(): number {
    return this.#blocks[0]?.first ?? this.#open.first;
  }

  get end(): number {
    return this.#open.first + this.#open.count;
  }

  add(at: number, text: string, style: RowStyle): void {
    this.#open.add(at, text, style);
    if (this.#open.count >= ROWS || this.#open.length >= UNITS) this.#file();
  }

  block(row: number): RowBlock {
    if (row >= this.#open.first) return this.#open;
    const filed = this.#blocks[lastWhere(this.#blocks, ({ first }) => first <= row)];
    if (!filed) throw new RangeError(`row ${row} is not there`);
    if (this.#read?.first !== filed.first) this.#read = readBlock(filed);
    return this.#read;
  }

  before(moment: number): number {
    const filed = this.#blocks[lastWhere(this.#blocks, ({ latest }) => latest <= moment) + 1];
    const block = filed ? this.block(filed.first) : this.#open;
    let index = 0;
    while (index < block.count && block.at(index) <= moment) index++;
    return block.first + index - 1;
  }

  /** Rows before that one make way. */
  dropBefore(row: number): void {
    const blocks = this.#blocks.findIndex(({ first }) => first >= row);
    this.#blocks.splice(0, blocks < 0 ? this.#blocks.length : blocks);
  }

  #file(): void {
    const { first, count, latest } = this.#open;
    this.#latest = Math.max(this.#latest, latest);
    const bytes = this.#open.encode();
    const segment = this.#place();
    const { bytes: offset } = segment;
    const { length } = bytes;
    segment.bytes += length;
    const filed: Filed = { first, count, latest: this.#latest, segment, offset, length, bytes, store: this };
    this.#blocks.push(filed);
    this.#open = new OpenBlock(first + count);
    this.#options.file(filed);
  }

  #place(): Segment {
    if (this.#segment && this.#segment.bytes < this.#options.segmentBytes) return this.#segment;
    if (this.#segment) this.#segment.isFull = true;
    const segment: Segment = new Segment(() => this.#leave(segment));
    this.#segment = segment;
    this.#options.begun(segment);
    return segment;
  }

  #leave(segment: Segment): void {
    const last = this.#blocks.findLast((block) => block.segment === segment);
    if (last) this.dropBefore(last.first + last.count);
  }
}

function readBlock({ first, count, bytes, segment, offset, length }: Filed): RowBlock {
  try {
    return decodeBlock(bytes ?? segment.read(offset, length), first);
  } catch (error) {
    // a disk that fails is no reason to end what is being traced
    return unreadable(first, count, `this row cannot be read: ${(error as Error).message}`);
  }
}

/** The index of the last that fulfils what the first ones do; -1: none. */
function lastWhere<T>(items: readonly T[], fulfils: (item: T) => boolean): number {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (fulfils(items[middle] as T)) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
