/** The journal while it is written. Each of its files stands alone: it begins with all that a reader must know by then. */
import { encodeEntry, type JournalEntry, type SegmentEntry, type StreamEntry } from '../../core/session/journal.ts';
import type { StreamFacts } from '../../core/session/types.ts';
import type { Shelf, ShelfFile } from './shelf.ts';

/** What the journal must know of a stream when it begins a new file. */
export interface JournaledStream {
  entry: StreamEntry;
  facts: StreamFacts;
  segments: readonly SegmentEntry[];
  ended: boolean;
}

export class Journal {
  readonly #shelf: Shelf;
  readonly #streams = new Set<JournaledStream>();
  readonly #tasks = new Map<number, number | null>();
  readonly #addresses = new Map<string, string>();
  #file: ShelfFile;
  #number = 1;
  /** Bytes at the beginning of the file that repeat what others told. */
  #head = 0;

  constructor(shelf: Shelf) {
    this.#shelf = shelf;
    this.#file = shelf.open('journal', nameOf(1));
  }

  write(entry: JournalEntry): void {
    void this.#shelf.append(this.#file, Buffer.from(encodeEntry(entry)));
  }

  /** What the file that is written now tells anew. */
  get bytes(): number {
    return this.#file.bytes - this.#head;
  }

  begin(stream: JournaledStream): void {
    this.#streams.add(stream);
    this.#tell(stream);
  }

  task(pid: number, nsPid: number | null): void {
    this.#tasks.set(pid, nsPid);
    this.write({ kind: 'task', pid, nsPid });
  }

  forget(pid: number): void {
    this.#tasks.delete(pid);
  }

  address(address: string, name: string): void {
    this.#addresses.set(address, name);
    this.write({ kind: 'address', address, name });
  }

  /** Goes on in a new file, which a replay can begin with when those before were dropped. */
  cut(): void {
    const next = this.#shelf.open('journal', nameOf(this.#number + 1));
    this.#shelf.close(this.#file, () => {});
    this.#number++;
    this.#file = next;
    this.#forgetEnded();
    for (const stream of this.#streams) this.#tell(stream);
    for (const [pid, nsPid] of this.#tasks) this.write({ kind: 'known', pid, nsPid });
    for (const [address, name] of this.#addresses) this.write({ kind: 'address', address, name });
    this.#head = next.bytes;
  }

  /** A parser need not see every process end. */
  #forgetEnded(): void {
    for (const stream of this.#streams) if (stream.ended) this.#streams.delete(stream);
    for (const pid of this.#tasks.keys()) if (!exists(pid)) this.#tasks.delete(pid);
  }

  #tell({ entry, facts, segments }: JournaledStream): void {
    this.write(entry);
    if (Object.keys(facts).length > 0) this.write({ kind: 'facts', id: entry.id, facts });
    for (const segment of segments) this.write(segment);
  }
}

/** Whether there is a process or thread of a number; one of others, too. */
function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

const nameOf = (number: number) => `journal.${String(number).padStart(6, '0')}`;
