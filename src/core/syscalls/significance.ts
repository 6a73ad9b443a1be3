/** Whether two sets of repeated measurements differ by more than chance. */

/**
 * Welch's t-test on the logarithms of two samples: how likely means so far apart are if nothing changed (two-sided p).
 * undefined with fewer than two values a side: one measurement says nothing about chance. B. L. Welch, Biometrika 34 (1947).
 */
export function welch(before: readonly number[], after: readonly number[]): number | undefined {
  const a = moments(before.map(Math.log));
  const b = moments(after.map(Math.log));
  if (!a || !b) return undefined;
  const [va, vb] = [a.variance / a.count, b.variance / b.count];
  if (va + vb === 0) return a.mean === b.mean ? 1 : 0;
  const t = Math.abs(a.mean - b.mean) / Math.sqrt(va + vb);
  const freedom = (va + vb) ** 2 / (va ** 2 / (a.count - 1) + vb ** 2 / (b.count - 1));
  return incompleteBeta(freedom / (freedom + t * t), freedom / 2, 0.5);
}

function moments(values: readonly number[]): { count: number; mean: number; variance: number } | undefined {
  const count = values.length;
  if (count < 2) return undefined;
  const mean = values.reduce((sum, each) => sum + each, 0) / count;
  const variance = values.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (count - 1);
  return { count, mean, variance };
}

/** The regularised incomplete beta function I_x(a, b), by its continued fraction (DLMF 8.17.22). */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const front = Math.exp(a * Math.log(x) + b * Math.log1p(-x) - logBeta(a, b)) / a;
  return front / fraction(x, a, b);
}

const TINY = 1e-300;
const ENOUGH = 1e-15;
const MOST_TERMS = 300;

/** 1 + d1/(1 + d2/(1 + …)), by Lentz's method. */
function fraction(x: number, a: number, b: number): number {
  let [value, c, d] = [1, 1, 0];
  for (let term = 1; term <= MOST_TERMS; term++) {
    const step = coefficient(term, x, a, b);
    d = 1 / nonZero(1 + step * d);
    c = nonZero(1 + step / c);
    value *= c * d;
    if (Math.abs(c * d - 1) < ENOUGH) break;
  }
  return value;
}

function coefficient(term: number, x: number, a: number, b: number): number {
  const m = Math.floor(term / 2);
  return term % 2 === 0
    ? (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    : (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
}

const nonZero = (value: number) => (Math.abs(value) < TINY ? TINY : value);

const logBeta = (a: number, b: number) => logGamma(a) + logGamma(b) - logGamma(a + b);

/** ln Γ(z) by Stirling's series (DLMF 5.11.1), shifted up to where it is exact to 14 digits. */
export function logGamma(z: number): number {
  if (z < 10) return logGamma(z + 1) - Math.log(z);
  const square = z * z;
  const series = 1 / (12 * z) - 1 / (360 * z * square) + 1 / (1260 * z * square ** 2) - 1 / (1680 * z * square ** 3);
  return (z - 0.5) * Math.log(z) - z + 0.5 * Math.log(2 * Math.PI) + series;
}
