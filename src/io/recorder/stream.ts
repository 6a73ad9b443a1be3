/** One stream of raw output, written to files of a certain size. */

import type { TracerName } from '../../core/events.ts';
import type { SegmentEntry, StreamEntry } from '../../core/session/journal.ts';
import type { StreamFacts, StreamFormat, StreamRecord } from '../../core/session/types.ts';
import { type Cuts, cutsOf } from './cuts.ts';
import type { Journal, JournaledStream } from './journal.ts';
import type { Shelf, ShelfFile } from './shelf.ts';
import type { RecordedStream } from './types.ts';

/** What all streams of a session share. */
export interface Desk {
  shelf: Shelf;
  journal: Journal;
  /** Bytes after which a stream goes on in a new file. */
  segmentBytes: number;
  /** Does what may fail as open(2) does; false: it failed, and recording has ended. */
  attempt(work: () => void): boolean;
  /** Called after each chunk. */
  grown(): void;
  /** Called when a stream has ended and its last file has made way. */
  gone(stream: Stream): void;
}

export class Stream implements RecordedStream, JournaledStream {
  readonly entry: StreamEntry;
  readonly facts: StreamFacts;
  segments: SegmentEntry[] = [];
  ended = false;
  readonly #desk: Desk;
  readonly #cuts: Cuts;
  #told = '{}';
  #file: ShelfFile | undefined;
  #bytes = 0;
  #lastNumber = 0;

  constructor(desk: Desk, id: number, name: string, tracer: TracerName, format: StreamFormat, facts: StreamFacts) {
    this.#desk = desk;
    this.#cuts = cutsOf(format);
    this.entry = { kind: 'stream', id, name, tracer, format, offset: 0 };
    this.facts = facts;
    desk.attempt(() => desk.journal.begin(this));
  }

  write(chunk: Buffer, at: number): Promise<void> | void {
    let room: Promise<void> | undefined;
    const written = this.#desk.attempt(() => {
      room = this.#append(chunk);
      this.#tellFacts();
      this.#desk.journal.write({ kind: 'chunk', id: this.entry.id, at, length: chunk.length });
      this.entry.offset = this.#bytes;
      this.#desk.grown();
    });
    return written ? room : undefined;
  }

  /** Its last file is closed, too, and may make way. */
  end(at: number): void {
    if (this.ended) return;
    this.ended = true;
    this.#desk.attempt(() => {
      this.#desk.journal.write({ kind: 'end', id: this.entry.id, at });
      if (this.#file) this.#desk.shelf.close(this.#file, () => this.#dropFirst());
      this.#desk.grown();
    });
  }

  get bytes(): number {
    return this.#bytes;
  }

  get record(): StreamRecord {
    const { name, tracer, format } = this.entry;
    const firstSegment = this.segments[0]?.number ?? 0;
    const record = { name, tracer, format, bytes: this.#bytes, firstSegment, lastSegment: this.#lastNumber };
    return Object.keys(this.facts).length > 0 ? { ...record, facts: this.facts } : record;
  }

  /** To the file at hand, and what follows the next record's end to a new one when that has its size. */
  #append(chunk: Buffer): Promise<void> | undefined {
    const file = this.#file ?? this.#next();
    const { segmentBytes } = this.#desk;
    const cut = this.#cuts.find(chunk, segmentBytes - file.bytes) ?? 0;
    // a record without an end must not go on for ever
    const torn = cut === 0 && file.bytes > 2 * segmentBytes;
    if (cut === 0 && !torn) return this.#put(file, chunk);
    void this.#put(file, chunk.subarray(0, cut));
    return this.#put(this.#next(), chunk.subarray(cut));
  }

  #put(file: ShelfFile, data: Buffer): Promise<void> | undefined {
    this.#bytes += data.length;
    return data.length > 0 ? this.#desk.shelf.append(file, data) : undefined;
  }

  #next(): ShelfFile {
    const { shelf, journal } = this.#desk;
    const number = ++this.#lastNumber;
    const prefix = number === 1 ? Buffer.alloc(0) : this.#cuts.prefix();
    const file = shelf.open('raw', `${this.entry.name}.${String(number).padStart(6, '0')}.raw`);
    if (this.#file) shelf.close(this.#file, () => this.#dropFirst());
    this.#file = file;
    if (prefix.length > 0) void shelf.append(file, prefix);
    const segment: SegmentEntry = {
      kind: 'segment',
      id: this.entry.id,
      number,
      offset: this.#bytes,
      prefix: prefix.length,
    };
    this.segments.push(segment);
    if (number === 1) journal.write(segment);
    else journal.cut();
    return file;
  }

  #dropFirst(): void {
    this.segments = this.segments.slice(1);
    if (this.ended && this.segments.length === 0) this.#desk.gone(this);
  }

  #tellFacts(): void {
    const now = JSON.stringify(this.facts);
    if (now === this.#told) return;
    this.#told = now;
    this.#desk.journal.write({ kind: 'facts', id: this.entry.id, facts: this.facts });
  }
}
