/** Searching a pane: all its rows, in slices, until one is found or another search begins. */
import { SpcError } from '../../core/errors.ts';
import { type Matcher, parseMatcher } from '../../core/view/matcher.ts';
import type { Found, Seek } from '../../core/wire/session.ts';
import type { RowStore } from '../../io/spool/types.ts';
import type { Filter } from './filter.ts';
import type { ViewIo } from './io.ts';
import { matchingRows } from './matching.ts';
import { TOO_SLOW, timer, tryMatching } from './slice.ts';
import type { SessionView } from './view.ts';

/** Rows [from, to) of one block, the first or the last first. */
interface Stretch {
  from: number;
  to: number;
  wrapped: boolean;
}

/**
 * The nearest row that matches among those kept, `from` first, all around. null: there is none, or `signal` broke it off.
 * Throws `usage` for a pane that is not there, and for a regular expression that is none or takes too long.
 */
export async function findRow(view: SessionView, seek: Seek, signal: AbortSignal): Promise<Found | null> {
  const { pane } = view.required(seek.pane);
  const matcher = matcherOf(seek.text);
  const filter = pane.filtered(seek.filter);
  await filter.complete();
  const start = filter.rowAt(Math.min(seek.from, filter.count - 1)) ?? filter.rowAt(filter.first);
  if (!matcher || start === undefined) return null;
  const stretches = around(pane.rows, start, seek.back);
  return await search(view.io, stretches, { matcher, filter, rows: pane.rows, back: seek.back, signal });
}

interface Search {
  matcher: Matcher;
  filter: Filter;
  rows: RowStore;
  back: boolean;
  signal: AbortSignal;
}

function matcherOf(text: string): Matcher | undefined {
  try {
    return parseMatcher(text);
  } catch (cause) {
    throw new SpcError('usage', (cause as Error).message, '', '', { cause });
  }
}

async function search(io: ViewIo, stretches: Iterator<Stretch>, what: Search): Promise<Found | null> {
  while (!what.signal.aborted) {
    let found: Found | null | undefined;
    const isOver = timer(io);
    const work = () => {
      do {
        const step = stretches.next();
        found = step.done ? null : look(step.value, what);
      } while (found === undefined && !isOver());
    };
    if (!tryMatching(io, what.matcher, work)) throw new SpcError('usage', TOO_SLOW, '', 'search for plain text');
    if (found !== undefined) return found;
    await io.turn();
  }
  return null;
}

/** undefined: not here. */
function look({ from, to, wrapped }: Stretch, { matcher, filter, rows, back }: Search): Found | undefined {
  if (from < rows.first) return undefined; // it made way meanwhile
  const kept = matchingRows(rows.block(from), from, to, matcher).filter((row) => filter.lets(row));
  const row = kept.at(back ? -1 : 0);
  return row === undefined ? undefined : { row: filter.rank(row), wrapped };
}

/** All rows there are, block by block: from `start` on, then those on its other side. */
function* around(rows: RowStore, start: number, back: boolean): Generator<Stretch, undefined> {
  const { first, end } = rows;
  if (back) {
    yield* backwards(rows, first, start + 1, false);
    yield* backwards(rows, start + 1, end, true);
  } else {
    yield* forwards(rows, start, end, false);
    yield* forwards(rows, first, start, true);
  }
}

function* forwards(rows: RowStore, from: number, to: number, wrapped: boolean): Generator<Stretch, undefined> {
  for (let row = Math.max(from, rows.first); row < to; ) {
    const block = rows.block(row);
    const next = Math.min(to, block.first + block.count);
    yield { from: row, to: next, wrapped };
    row = Math.max(next, rows.first);
  }
}

function* backwards(rows: RowStore, from: number, to: number, wrapped: boolean): Generator<Stretch, undefined> {
  for (let end = to; end > Math.max(from, rows.first); ) {
    const begin = Math.max(from, rows.first, rows.block(end - 1).first);
    yield { from: begin, to: end, wrapped };
    end = begin;
  }
}
