/** Work on millions of rows in slices so short that tools and requests need not wait. */
import type { Matcher } from '../../core/view/matcher.ts';
import type { ViewIo } from './io.ts';

/** A key that is pressed meanwhile waits no longer. */
export const SLICE_MS = 8;
/**
 * A regular expression that takes so long in one slice is not applied any more. Some take for ever on some rows, and rows are
 * written by strangers; which ones those are cannot be told by looking at them, so they are stopped by the clock.
 */
const PATIENCE_MS = 250;

/** Tells whether a slice's time is over. */
export function timer({ ms }: ViewIo, slice = SLICE_MS): () => boolean {
  const end = ms() + slice;
  return () => ms() >= end;
}

/** Does work that calls a matcher; false: it had to be broken off. */
export function tryMatching(io: ViewIo, { isSlow }: Matcher, work: () => void): boolean {
  if (isSlow) return io.within(PATIENCE_MS, work);
  work();
  return true;
}

export const TOO_SLOW = 'this regular expression takes too long on these rows';
