/** What was lost, added up. A count that is not known makes the sum so. */

/** Events of one kind that were lost; null: some, not counted. */
export interface Loss {
  count: number | null;
  what: string;
}

/** null as soon as one is. */
export const sumKnown = (numbers: readonly (number | null)[]): number | null =>
  numbers.reduce<number | null>((total, each) => (total === null || each === null ? null : total + each), 0);

/** Adds a loss to `losses`: to the same one told before, if `isSame` finds it, else at the end. */
export function addLoss<L extends Loss>(losses: L[], loss: L, isSame: (before: L) => boolean): void {
  const same = losses.find((before) => before.what === loss.what && isSame(before));
  if (same) same.count = sumKnown([same.count, loss.count]);
  else losses.push({ ...loss });
}
