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
