/** Which rows of a block match. */
import type { Matcher } from '../../core/view/matcher.ts';
import type { RowBlock } from '../../io/spool/types.ts';

/** So few rows are looked at one by one. */
const FEW = 16;

/** Numbers of the rows in [from, to) that match, rising. The block must have them. */
export function matchingRows(block: RowBlock, from: number, to: number, matcher: Matcher): number[] {
  if (matcher.needle !== '' && to - from > FEW) {
    const lower = block.whole.toLowerCase();
    // a few letters have more units in lower case than in upper
    if (lower.length === block.whole.length) return rowsWith(lower, block, from, to, matcher.needle);
  }
  const rows: number[] = [];
  for (let row = from; row < to; row++) if (matcher.matches(block.text(row - block.first))) rows.push(row);
  return rows;
}

/** Searches all texts at once: most blocks have none, and take no longer than memory is read. A needle has no newline. */
function rowsWith(lower: string, block: RowBlock, from: number, to: number, needle: string): number[] {
  const rows: number[] = [];
  let row = from;
  const begin = from === block.first ? 0 : block.end(from - block.first - 1);
  for (let at = lower.indexOf(needle, begin); at >= 0; at = lower.indexOf(needle, block.end(row++ - block.first))) {
    while (row < to && block.end(row - block.first) <= at) row++;
    if (row >= to) break;
    rows.push(row);
  }
  return rows;
}
