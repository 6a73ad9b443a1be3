/** Writes to several files in the background: soon, in order, and holding only so much in memory. */
import { writev } from 'node:fs';
import { promisify } from 'node:util';

const write = promisify(writev);

/** So long it may wait, that a process which is killed loses no more. */
const WAIT_MS = 200;
/** So much is written at once. */
const ENOUGH = 256 * 1024;
/** So much may wait; then whoever gives it must. */
const HIGH = 4 * 1024 * 1024;
/** Buffers a call takes: IOV_MAX is 1024 (writev(2)). */
const MAX_BUFFERS = 512;

/** What is to be done to one file, in order. */
interface Work {
  data: Buffer[];
  /** Afterwards: closing. */
  finish: (() => void) | undefined;
}

/**
 * Collects what is to be written and writes it when enough has come or some time has passed. The journal comes after what
 * it tells of. The first failure ends it: `failed` is called, and what comes later is dropped.
 */
export class Writer {
  readonly #failed: (error: NodeJS.ErrnoException) => void;
  #raw = new Map<number, Work>();
  #journal = new Map<number, Work>();
  #waiting = 0;
  #timer: NodeJS.Timeout | undefined;
  #busy: Promise<void> | undefined;
  /** Of those who wait. */
  #room = Promise.withResolvers<void>();
  #dead = false;

  constructor(failed: (error: NodeJS.ErrnoException) => void) {
    this.#failed = failed;
  }

  /** Takes what is to be appended to a file; resolves when more may come, undefined: at once. */
  add(kind: 'raw' | 'journal', fd: number, data: Buffer): Promise<void> | undefined {
    if (this.#dead) return undefined;
    this.#workOn(kind, fd).data.push(data);
    this.#waiting += data.length;
    if (this.#waiting >= ENOUGH) void this.flush();
    else this.#timer ??= setTimeout(() => void this.flush(), WAIT_MS);
    return this.#waiting >= HIGH ? this.#room.promise : undefined;
  }

  /** Calls `finish` when all that was added for a file is written, or was dropped; nothing may be added for it afterwards. */
  after(kind: 'raw' | 'journal', fd: number, finish: () => void): void {
    if (this.#dead) {
      finish();
      return;
    }
    this.#workOn(kind, fd).finish = finish;
    this.#timer ??= setTimeout(() => void this.flush(), WAIT_MS);
  }

  /** Writes all there is; resolves when it is done. */
  flush(): Promise<void> {
    this.#busy ??= this.#write();
    return this.#busy;
  }

  /** What waits is on its way. Not when all is written: while others go on that may be never. */
  #giveRoom(): void {
    this.#waiting = 0;
    this.#room.resolve();
    this.#room = Promise.withResolvers();
  }

  #workOn(kind: 'raw' | 'journal', fd: number): Work {
    const works = kind === 'raw' ? this.#raw : this.#journal;
    const work = works.get(fd) ?? { data: [], finish: undefined };
    works.set(fd, work);
    return work;
  }

  async #write(): Promise<void> {
    try {
      do {
        clearTimeout(this.#timer);
        this.#timer = undefined;
        const [raw, journal] = [this.#raw, this.#journal];
        this.#raw = new Map();
        this.#journal = new Map();
        this.#giveRoom();
        await this.#perform(raw);
        await this.#perform(journal);
      } while (this.#raw.size > 0 || this.#journal.size > 0);
    } finally {
      // in the same moment: what is added next is to be written, too
      this.#busy = undefined;
    }
  }

  async #perform(works: Map<number, Work>): Promise<void> {
    for (const [fd, { data, finish }] of works) {
      await writeAll(fd, data).catch((error: NodeJS.ErrnoException) => this.#die(error));
      finish?.();
    }
  }

  /** What is under way is tried still: the journal may find room that the output did not. */
  #die(error: NodeJS.ErrnoException): void {
    if (this.#dead) return;
    this.#dead = true;
    this.#failed(error);
  }
}

/** writev(2) may write less than it is given. */
async function writeAll(fd: number, buffers: readonly Buffer[]): Promise<void> {
  for (let from = 0; from < buffers.length; from += MAX_BUFFERS) {
    let rest = buffers.slice(from, from + MAX_BUFFERS);
    while (rest.length > 0) rest = without(rest, (await write(fd, rest)).bytesWritten);
  }
}

/** The buffers without their first `bytes`. */
function without(buffers: readonly Buffer[], bytes: number): Buffer[] {
  let left = bytes;
  let index = 0;
  while (index < buffers.length && left >= (buffers[index]?.length ?? 0)) left -= buffers[index++]?.length ?? 0;
  const rest = buffers.slice(index);
  if (left > 0 && rest[0]) rest[0] = rest[0].subarray(left);
  return rest;
}
