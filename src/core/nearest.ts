/** Suggestions for a mistyped word. */

/**
 * Up to `max` of the candidates that look most like `word`, best first: those that contain it or are contained,
 * then those within a third of its length in edits (Levenshtein). Words of over 64 characters get none.
 */
export function nearest(word: string, candidates: readonly string[], max = 3): string[] {
  if (word === '' || word.length > 64) return [];
  const limit = Math.max(1, Math.floor(word.length / 3));
  return candidates
    .map((candidate) => ({ candidate, cost: cost(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ cost }) => cost <= limit)
    .sort((a, b) => a.cost - b.cost || a.candidate.localeCompare(b.candidate))
    .slice(0, max)
    .map(({ candidate }) => candidate);
}

function cost(word: string, candidate: string): number {
  const contains = word.length > 2 && (candidate.includes(word) || word.includes(candidate));
  return contains ? 0.5 : distance(word, candidate);
}

/** Levenshtein's edit distance, one row at a time. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replace = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replace, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
