/** The files of a session whose number grows, within an amount of storage: the oldest make way. */
import { closeSync, rmSync } from 'node:fs';
import { openNew } from '../new-file.ts';
import type { Writer } from './writer.ts';

export type FileKind = 'raw' | 'journal';

export interface ShelfFile {
  kind: FileKind;
  name: string;
  fd: number;
  bytes: number;
}

export class Shelf {
  /** Bytes of all files there are. */
  bytes = 0;
  /** Bytes of output that was dropped. */
  dropped = 0;
  readonly #directory: string;
  readonly #writer: Writer;
  readonly #open = new Set<ShelfFile>();
  /** Closed ones, the oldest first, and what is to be done when one is dropped. */
  readonly #closed: { file: ShelfFile; drop: () => void }[] = [];

  constructor(directory: string, writer: Writer) {
    this.#directory = directory;
    this.#writer = writer;
  }

  /** A new file; throws what open(2) fails with. */
  open(kind: FileKind, name: string): ShelfFile {
    const file = { kind, name, bytes: 0, fd: openNew(`${this.#directory}/${name}`) };
    this.#open.add(file);
    return file;
  }

  /** Resolves when more may come; undefined: at once. */
  append(file: ShelfFile, data: Buffer): Promise<void> | undefined {
    file.bytes += data.length;
    this.bytes += data.length;
    return this.#writer.add(file.kind, file.fd, data);
  }

  /** Nothing more comes. `drop` is called when the file makes way. */
  close(file: ShelfFile, drop: () => void): void {
    this.#writer.after(file.kind, file.fd, () => closeSync(file.fd));
    this.#open.delete(file);
    this.#closed.push({ file, drop });
  }

  /** Drops the oldest files until no more than `limit` bytes are left, or only open ones. */
  shrink(limit: number): void {
    while (this.bytes > limit) {
      const oldest = this.#closed.shift();
      if (!oldest) return;
      const { file, drop } = oldest;
      this.bytes -= file.bytes;
      if (file.kind === 'raw') this.dropped += file.bytes;
      rmSync(`${this.#directory}/${file.name}`, { force: true });
      drop();
    }
  }

  /** When all is written. */
  closeAll(): void {
    for (const { fd } of this.#open) closeSync(fd);
    this.#open.clear();
  }
}
