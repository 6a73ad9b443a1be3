/** Bytes of a recorded stream, from whichever of its files are still there. */
import { closeSync, fstatSync, readSync } from 'node:fs';
import type { TracerName } from '../../core/events.ts';
import type { SegmentEntry, StreamEntry } from '../../core/session/journal.ts';
import { type OpenedDirectory, openFile } from './session-files.ts';

/** A chunk is read in pieces of at most so many bytes: its length is as the journal claims. */
const PIECE = 1024 * 1024;
/** A pcap's header has 24 bytes. */
const MAX_PREFIX = 4096;

interface Segment {
  entry: SegmentEntry;
  /** undefined: it is gone. */
  fd: number | undefined;
  /** Bytes of the stream that are in it. */
  length: number;
}

export class RawReader {
  /** Bytes that were recorded and are not there any more. */
  missing = 0;
  readonly name: string;
  readonly tracer: TracerName;
  readonly #directory: OpenedDirectory;
  readonly #segments: Segment[] = [];
  /** Where the chunks so far end. */
  #offset: number;
  /** Where what was read ends. */
  #readTo = 0;

  constructor(directory: OpenedDirectory, { name, tracer, offset }: StreamEntry) {
    this.#directory = directory;
    this.name = name;
    this.tracer = tracer;
    this.#offset = offset;
  }

  /** So many bytes the stream has had. */
  get offset(): number {
    return this.#offset;
  }

  /** A file of the stream; the same is told again at the head of each journal. */
  add(entry: SegmentEntry): void {
    if (this.#segments.some(({ entry: { number } }) => number >= entry.number)) return;
    const fd = openFile(this.#directory, `${this.name}.${String(entry.number).padStart(6, '0')}.raw`);
    const length = fd === undefined ? 0 : Math.max(0, fstatSync(fd).size - entry.prefix);
    this.#segments.push({ entry, fd, length });
  }

  /**
   * The stream up to `length` bytes further than before, as far as it is there. After a gap it goes on where a file begins:
   * between two records.
   */
  *take(length: number): Generator<Buffer> {
    this.#offset += length;
    for (const [index, segment] of this.#segments.entries()) {
      const next = this.#segments[index + 1]?.entry.offset ?? this.#offset;
      const from = Math.max(this.#readTo, segment.entry.offset);
      const to = Math.min(this.#offset, segment.entry.offset + segment.length, next);
      if (from < to) yield* this.#read(segment, from, to);
    }
    this.#forgetRead();
  }

  /** What is there beyond the last chunk: the journal's last lines may be missing. */
  *rest(): Generator<Buffer> {
    const last = this.#segments.at(-1);
    if (last) yield* this.take(Math.max(0, last.entry.offset + last.length - this.#offset));
  }

  /** What is said to come all the same is missing, too. */
  close(): void {
    this.missing += Math.max(0, this.#offset - this.#readTo);
    this.#readTo = Math.max(this.#offset, this.#readTo);
    for (const { fd } of this.#segments.splice(0)) if (fd !== undefined) closeSync(fd);
  }

  *#read({ entry: { offset, prefix }, fd }: Segment, from: number, to: number): Generator<Buffer> {
    if (fd === undefined) return;
    this.missing += from - this.#readTo;
    if (from > this.#readTo && prefix > 0 && prefix <= MAX_PREFIX) yield piece(fd, 0, prefix);
    this.#readTo = to;
    for (let at = from; at < to; at += PIECE) yield piece(fd, at - offset + prefix, Math.min(PIECE, to - at));
  }

  /** The last stays: it tells which are known. */
  #forgetRead(): void {
    for (let first = this.#segments[0]; first && this.#segments.length > 1; first = this.#segments[0]) {
      if (first.entry.offset + first.length > this.#readTo) return;
      if (first.fd !== undefined) closeSync(first.fd);
      this.#segments.shift();
    }
  }
}

function piece(fd: number, position: number, length: number): Buffer {
  const buffer = Buffer.alloc(length);
  return buffer.subarray(0, readSync(fd, buffer, 0, length, position));
}
