/** /proc/PID/uid_map and gid_map. */

/** A range of ids of a user namespace (user_namespaces(7)). */
export interface IdRange {
  /** First id inside. */
  inside: number;
  /** First id outside, as the reader's user namespace numbers it. */
  outside: number;
  count: number;
}

/** Reads a map: three numbers a line. Empty for a namespace whose map is not written yet. */
export function parseUidMap(text: string): IdRange[] {
  return text.split('\n').flatMap((line) => {
    const [inside, outside, count] = line.trim().split(/\s+/).map(Number);
    return count && inside !== undefined && outside !== undefined ? [{ inside, outside, count }] : [];
  });
}

/** An id inside for one outside; undefined when it is not mapped. */
export function idInside(map: readonly IdRange[], outside: number): number | undefined {
  const range = map.find((each) => outside >= each.outside && outside < each.outside + each.count);
  return range && range.inside + (outside - range.outside);
}

/** An id outside for one inside; undefined when it is not mapped. */
export function idOutside(map: readonly IdRange[], inside: number): number | undefined {
  const range = map.find((each) => inside >= each.inside && inside < each.inside + each.count);
  return range && range.outside + (inside - range.inside);
}
