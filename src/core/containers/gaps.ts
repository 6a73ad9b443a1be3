/** What could not be read, told briefly. */
import { sanitize } from '../sanitize.ts';

const CLOSED = ' cannot be read without root';

/** The gap of a path that only root may read. */
export const closedGap = (path: string) => `${path}${CLOSED}`;

/**
 * The gaps, a line each, as a user's path may have several; those of closed paths as one: without root there is one for
 * every engine.
 */
export function foldGaps(gaps: Iterable<string>): string[] {
  const all = Array.from(gaps, (gap) => sanitize(gap));
  const closed = all.filter((gap) => gap.endsWith(CLOSED));
  if (closed.length < 2) return all;
  const [first = ''] = closed;
  const places = `${first.slice(0, -CLOSED.length)} and ${closed.length - 1} more places of engines`;
  return [
    `${closedGap(places)}: names, images and containers that do not run may be missing`,
    ...all.filter((gap) => !gap.endsWith(CLOSED)),
  ];
}
