/** Files that hold rows: nobody else can open them, and they are gone with the process. */
import { randomBytes } from 'node:crypto';
import { closeSync, constants, mkdirSync, openSync, readSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { sessionsRoot } from '../recorder/directory.ts';
import { checkTrusted } from '../safe-file.ts';

const FLAGS = constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

/** The descriptor of a new file without a name (mode 0600), where sessions are kept. Throws `config`, and what open(2) fails with. */
export function openUnnamed(root: string = sessionsRoot()): number {
  mkdirSync(root, { recursive: true, mode: 0o700 });
  checkTrusted(root, { belowSticky: true });
  const path = join(root, `.rows-${randomBytes(9).toString('hex')}`);
  const fd = openSync(path, FLAGS, 0o600);
  unlinkSync(path);
  return fd;
}

/** A part of a pane's rows: blocks, one behind the other. */
export class Segment {
  bytes = 0;
  /** No more blocks are put into it. */
  isFull = false;
  /** It made way: what was to be written into it is not. */
  isGone = false;
  /** Called when it makes way. */
  readonly drop: () => void;
  #fd: number | undefined;
  #isBusy = false;

  constructor(drop: () => void) {
    this.drop = drop;
  }

  /** Opened when it is first written to. Throws as `open`. */
  fd(open: () => number): number {
    this.#fd ??= open();
    return this.#fd;
  }

  /** What was written. Throws what read(2) fails with. */
  read(offset: number, length: number): Buffer {
    const bytes = Buffer.allocUnsafe(length);
    if (this.#fd === undefined || readSync(this.#fd, bytes, 0, length, offset) < length)
      throw new Error('the rows on disk end too early');
    return bytes;
  }

  /** While it is written to it is not closed: its descriptor would be another file's. */
  async hold(work: () => Promise<void>): Promise<void> {
    this.#isBusy = true;
    await work().finally(() => {
      this.#isBusy = false;
      if (this.isGone) this.#close();
    });
  }

  leave(): void {
    this.isGone = true;
    if (!this.#isBusy) this.#close();
  }

  #close(): void {
    if (this.#fd !== undefined) closeSync(this.#fd);
    this.#fd = undefined;
  }
}
