/** Rows of a session as they lie on disk: by the thousand, in blocks. */
import type { RowStyle } from '../../core/wire/session.ts';

/** Rows that follow each other. */
export interface RowBlock {
  /** The number of its first row. */
  first: number;
  count: number;
  /** Of its rows, from 0 on. */
  at(index: number): number;
  style(index: number): RowStyle;
  text(index: number): string;
  /** Where its text ends in `whole`, in UTF-16 units. */
  end(index: number): number;
  /** All texts, with newlines between them. */
  whole: string;
}

/** The rows of a pane, numbered from 0 on as they come. */
export interface RowStore {
  /** The first that is there: those before made way. */
  readonly first: number;
  /** The number the next one will have. */
  readonly end: number;
  /** `text` has no newline. */
  add(at: number, text: string, style: RowStyle): void;
  /** The block that has a row. What cannot be read of the disk is rows that say so. Throws RangeError when it is not there. */
  block(row: number): RowBlock;
  /** The last row before the first that is later than a moment; -1: none is before. Times need not rise. */
  before(moment: number): number;
}

/** Where the panes of a session keep their rows. */
export interface Spool {
  open(): RowStore;
  /** Resolves when more may come; undefined: at once. */
  room(): Promise<void> | undefined;
  /** Why rows are not kept on disk as they should be; empty: they are. */
  readonly failure: string;
  close(): void;
}
