/** Records a session into its directory, as it comes. docs/sessions.md describes the files. */
import { rmSync } from 'node:fs';
import { SpcError } from '../../core/errors.ts';
import { EVENT_SCHEMA, type TracerName } from '../../core/events.ts';
import { MAX_STREAMS } from '../../core/session/journal.ts';
import { MANIFEST_SCHEMA, type Manifest, type StreamFacts, type StreamFormat } from '../../core/session/types.ts';
import { writeNew } from '../new-file.ts';
import { replaceFile } from '../replace-file.ts';
import { removeDirectory, type SessionDirectory } from './directory.ts';
import { GoneStreams } from './gone.ts';
import { Journal } from './journal.ts';
import { Shelf } from './shelf.ts';
import { type Desk, Stream } from './stream.ts';
import type { Full, ManifestFacts, Recorder } from './types.ts';
import { Writer } from './writer.ts';

export interface RecordLimits {
  /** Bytes all output may take. */
  maxBytes: number;
  /** What then: the oldest makes way, or the session ends. */
  onFull: 'rotate' | 'stop';
}

/** Room kept for the manifest and the journal's end, should the disk be full. */
export const RESERVE = 'reserve';
const RESERVE_BYTES = 256 * 1024;
/** A session is kept in so many parts: what is dropped at a time. */
const PARTS = 16;
const SEGMENT_BYTES = { least: 64 * 1024, most: 64 * 1024 * 1024 };

/** Who records. */
export interface Writing {
  /** Version of spc. */
  spc: string;
  process: Manifest['writer'];
}

/** Begins to record in a directory that was made for it. Throws `system` when not even that is possible. */
export function openRecorder(directory: SessionDirectory, limits: RecordLimits, writing: Writing): Recorder {
  try {
    return new SessionRecorder(directory, limits, writing);
  } catch (cause) {
    directory.close();
    throw new SpcError('system', `cannot record in ${directory.path}`, (cause as Error).message, '', { cause });
  }
}

class SessionRecorder implements Recorder {
  readonly directory: string;
  readonly full: Promise<Full>;
  readonly #place: SessionDirectory;
  readonly #limits: RecordLimits;
  readonly #writing: Writing;
  readonly #writer: Writer;
  readonly #shelf: Shelf;
  readonly #desk: Desk;
  /** Those of which anything may be there. */
  readonly #streams = new Set<Stream>();
  readonly #gone = new GoneStreams();
  readonly #becomeFull: (full: Full) => void;
  #count = 0;
  #over = false;
  #closed: Promise<void> | undefined;

  constructor(place: SessionDirectory, limits: RecordLimits, writing: Writing) {
    this.directory = place.path;
    this.#place = place;
    this.#limits = limits;
    this.#writing = writing;
    const { promise, resolve } = Promise.withResolvers<Full>();
    this.full = promise;
    this.#becomeFull = resolve;
    // not a hole in the file: room that is taken
    writeNew(`${place.base}/${RESERVE}`, Buffer.alloc(RESERVE_BYTES));
    this.#writer = new Writer((error) => this.#fail(error));
    this.#shelf = new Shelf(place.base, this.#writer);
    this.#desk = {
      shelf: this.#shelf,
      journal: new Journal(this.#shelf),
      segmentBytes: Math.min(SEGMENT_BYTES.most, Math.max(SEGMENT_BYTES.least, Math.floor(limits.maxBytes / PARTS))),
      attempt: (work) => this.#attempt(work),
      grown: () => this.#grown(),
      gone: (stream) => {
        this.#streams.delete(stream);
        this.#gone.add(stream);
      },
    };
  }

  get dropped(): number {
    return this.#shelf.dropped;
  }

  stream(name: string, tracer: TracerName, format: StreamFormat, facts: StreamFacts = {}): Stream | undefined {
    if (this.#count >= MAX_STREAMS) return undefined;
    const stream = new Stream(this.#desk, this.#count++, name, tracer, format, facts);
    this.#streams.add(stream);
    return stream;
  }

  task(pid: number, nsPid: number | null): void {
    this.#attempt(() => this.#desk.journal.task(pid, nsPid));
  }

  forget(pid: number): void {
    this.#desk.journal.forget(pid);
  }

  address(address: string, name: string): void {
    this.#attempt(() => this.#desk.journal.address(address, name));
  }

  put(name: string, text: string): void {
    if (!this.#over) tryTo(() => writeNew(`${this.#place.base}/${name}`, text));
  }

  update(facts: ManifestFacts): void {
    tryTo(() =>
      replaceFile(`${this.#place.base}/manifest.json`, `${JSON.stringify(this.#manifest(facts), null, 2)}\n`, 0o600),
    );
  }

  close(facts: () => ManifestFacts): Promise<void> {
    this.#closed ??= this.#close(facts);
    return this.#closed;
  }

  async discard(): Promise<boolean> {
    if (this.#closed || !this.#place.made || this.#hasOutput()) return false;
    this.#closed = this.#remove();
    await this.#closed;
    return true;
  }

  #hasOutput(): boolean {
    return this.#gone.any || [...this.#streams].some(({ entry, bytes }) => bytes > 0 && isOutput(entry.format));
  }

  async #remove(): Promise<void> {
    this.#over = true;
    await this.#writer.flush();
    this.#shelf.closeAll();
    tryTo(() => removeDirectory(this.#place));
    this.#place.close();
  }

  async #close(facts: () => ManifestFacts): Promise<void> {
    await this.#writer.flush();
    this.#over = true;
    this.#shelf.closeAll();
    rmSync(`${this.#place.base}/${RESERVE}`, { force: true });
    this.update(facts());
    this.#place.close();
  }

  #manifest(facts: ManifestFacts): Manifest {
    const { spc, process: writer } = this.#writing;
    const streams = [...this.#streams].map(({ record }) => record);
    const losses = [...facts.losses, ...this.#losses()];
    return { schema: MANIFEST_SCHEMA, spc, eventSchema: EVENT_SCHEMA, ...facts, losses, streams, writer };
  }

  #losses(): Manifest['losses'] {
    const cut = [...this.#streams].filter(({ record }) => record.firstSegment > 1);
    const first = cut.map(({ entry: { tracer, name }, segments: [first] }) => ({
      tracer,
      count: null,
      what: `of the oldest output: the first ${first?.offset ?? 0} bytes of ${name} made way for newer ones`,
    }));
    return [...first, ...this.#gone.losses];
  }

  #grown(): void {
    const { maxBytes, onFull } = this.#limits;
    const { journal, segmentBytes } = this.#desk;
    if (journal.bytes > segmentBytes) journal.cut();
    if (onFull === 'rotate') this.#shelf.shrink(maxBytes);
    else this.#warnBefore(maxBytes);
  }

  /** The session ends a little before there is no room, so that its last events have some. */
  #warnBefore(maxBytes: number): void {
    const left = maxBytes - this.#shelf.bytes;
    if (left < maxBytes / PARTS) this.#becomeFull({ message: `the record has reached ${maxBytes} bytes`, status: 0 });
    if (left < 0) this.#over = true;
  }

  #attempt(work: () => void): boolean {
    if (this.#over) return false;
    try {
      work();
      return true;
    } catch (error) {
      this.#fail(error as NodeJS.ErrnoException);
      return false;
    }
  }

  #fail({ code = '', message }: NodeJS.ErrnoException): void {
    this.#over = true;
    rmSync(`${this.#place.base}/${RESERVE}`, { force: true });
    const why = DISK_FULL.has(code) ? `the disk is full (${code})` : message;
    this.#becomeFull({
      message: `recording has ended: ${why}; what is in ${this.directory} can be replayed`,
      status: 71,
    });
  }
}

/** What a tool says of itself, and spc of the session, is told to the user anyway. */
const isOutput = (format: StreamFormat) => format !== 'events' && !format.endsWith('-notes');

const DISK_FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** What is not essential may fail. */
function tryTo(work: () => void): void {
  try {
    work();
  } catch {
    // the disk is full, or was taken away: what is there stays
  }
}
