/** Histograms of times: counts between powers of two, or any other borders. */
import type { Bucket } from './types.ts';

/** Sums the counts of equal buckets. Buckets of different borders stay side by side. */
export function mergeHistograms(...histograms: readonly (readonly Bucket[])[]): Bucket[] {
  const sums = new Map<string, Bucket>();
  for (const bucket of histograms.flat()) {
    const key = `${bucket.from}-${bucket.to}`;
    const sum = sums.get(key);
    if (sum) sum.count += bucket.count;
    else sums.set(key, { ...bucket });
  }
  return [...sums.values()].sort((a, b) => a.from - b.from || a.to - b.to);
}

/** Counts by the number of their bucket → the buckets, rising. */
export function bucketsOf(counts: ReadonlyMap<number, number>): Bucket[] {
  return [...counts]
    .sort(([a], [b]) => a - b)
    .map(([step, count]) => ({ from: border(step), to: border(step + 1), count }));
}

/**
 * Which bucket an exact time is in: numbered from 0 for [0, 1), then four for each power of two, so that a quantile is off by
 * at most a quarter.
 */
export function stepOf(time: number): number {
  if (time < 4) return Math.max(0, Math.floor(time));
  const power = Math.floor(Math.log2(time));
  return 4 * (power - 1) + Math.floor((time / 2 ** power - 1) * 4);
}

/** Where a bucket begins. */
export function border(step: number): number {
  if (step < 4) return step;
  const power = Math.floor(step / 4) + 1;
  return 2 ** power * (1 + (step % 4) / 4);
}

/**
 * The time below which this share of calls stayed, taken as evenly spread within their bucket, and kept between `min` and
 * `max` where these are known. undefined when the histogram is empty.
 */
export function quantile(
  histogram: readonly Bucket[],
  share: number,
  { min, max }: { min?: number | null; max?: number | null } = {},
): number | undefined {
  const total = histogram.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return undefined;
  const wanted = share * total;
  let below = 0;
  for (const { from, to, count } of histogram) {
    if (below + count >= wanted) {
      const within = from + ((wanted - below) / count) * (to - from);
      return Math.min(max ?? Number.POSITIVE_INFINITY, Math.max(min ?? 0, within));
    }
    below += count;
  }
  return max ?? histogram.at(-1)?.to;
}
