/** The rows of a pane that a filter lets through, found in slices, and kept up to date as rows come. */
import { Kept } from '../../core/view/kept.ts';
import { type Matcher, parseMatcher } from '../../core/view/matcher.ts';
import type { RowStore } from '../../io/spool/types.ts';
import type { ViewIo } from './io.ts';
import { matchingRows } from './matching.ts';
import { TOO_SLOW, timer, tryMatching } from './slice.ts';

export class Filter {
  /** As it was written. */
  readonly source: string;
  /** Why it cannot be applied; empty: it can. All rows are let through then. */
  bad = '';
  readonly #io: ViewIo;
  readonly #rows: RowStore;
  readonly #changed: () => void;
  #matcher: Matcher | undefined;
  readonly #kept: Kept;
  /** Rows before it have been looked at. */
  #seen: number;
  #scan: Promise<void> | undefined;
  #aborted = false;

  /** `changed` is called when more has been found. */
  constructor(source: string, rows: RowStore, io: ViewIo, changed: () => void) {
    this.source = source;
    this.#io = io;
    this.#rows = rows;
    this.#changed = changed;
    this.#seen = rows.first;
    this.#kept = new Kept(rows.first);
    try {
      this.#matcher = parseMatcher(source);
    } catch (error) {
      this.bad = (error as Error).message;
    }
  }

  /** Rows let through so far, those counted that made way since. */
  get count(): number {
    return this.#matcher ? this.#kept.count : this.#rows.end;
  }

  /** The first of them that is there. */
  get first(): number {
    return this.rank(this.#rows.first);
  }

  get isScanning(): boolean {
    return this.#matcher !== undefined && this.#seen < this.#rows.end;
  }

  /** The row that is the number-th let through, from 0; undefined: there is none, or it made way. */
  rowAt(number: number): number | undefined {
    const row = this.#matcher ? this.#kept.at(number) : number;
    return row !== undefined && row >= this.#rows.first && row < this.#rows.end ? row : undefined;
  }

  /** How many before this row are let through. */
  rank(row: number): number {
    return this.#matcher ? this.#kept.rank(row) : row;
  }

  lets(row: number): boolean {
    return !this.#matcher || this.#kept.rank(row + 1) > this.#kept.rank(row);
  }

  /** Looks at what has come since, as far as that is done in a moment; the rest follows by itself. */
  update(): void {
    this.#kept.forget(this.#rows.first);
    if (this.isScanning && !this.#scan) this.#slice();
    if (this.isScanning) void this.complete();
  }

  /** Resolves when all rows there are now have been looked at, or it was aborted. */
  async complete(): Promise<void> {
    while (this.isScanning && !this.#aborted) {
      this.#scan ??= this.#scanAll().finally(() => {
        this.#scan = undefined;
      });
      await this.#scan;
    }
  }

  abort(): void {
    this.#aborted = true;
  }

  async #scanAll(): Promise<void> {
    const end = this.#rows.end;
    while (this.#matcher && this.#seen < end && !this.#aborted) {
      await this.#io.turn();
      this.#slice();
      this.#changed();
    }
  }

  #slice(): void {
    const matcher = this.#matcher;
    if (!matcher) return;
    const isOver = timer(this.#io);
    const work = () => {
      do this.#readBlock(matcher);
      while (this.#seen < this.#rows.end && !isOver());
    };
    if (!tryMatching(this.#io, matcher, work)) this.#give(TOO_SLOW);
  }

  #give(why: string): void {
    this.bad = why;
    this.#matcher = undefined;
  }

  #readBlock(matcher: Matcher): void {
    this.#seen = Math.max(this.#seen, this.#rows.first);
    if (this.#seen >= this.#rows.end) return;
    const block = this.#rows.block(this.#seen);
    const end = block.first + block.count;
    for (const row of matchingRows(block, this.#seen, end, matcher)) this.#kept.add(row);
    this.#seen = end;
  }
}
