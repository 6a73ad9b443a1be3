/** Values of unknown shape, as JSON from outside holds them. */

/** A property of an object's own; undefined for anything else. */
export function field(value: unknown, ...path: string[]): unknown {
  let at = value;
  for (const name of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) return undefined;
    at = (at as Record<string, unknown>)[name];
  }
  return at;
}

/** A text, empty for anything else. */
export function textField(value: unknown, ...path: string[]): string {
  const found = field(value, ...path);
  return typeof found === 'string' ? found : '';
}

/** A whole number of 1 and above, 0 for anything else: a pid, a start time. */
export function countField(value: unknown, ...path: string[]): number {
  const found = field(value, ...path);
  return Number.isSafeInteger(found) && (found as number) > 0 ? (found as number) : 0;
}

/** A list, empty for anything else. */
export function listField(value: unknown, ...path: string[]): unknown[] {
  const found = field(value, ...path);
  return Array.isArray(found) ? found : [];
}

/** An object's texts by name; empty for anything else. */
export function textsField(value: unknown, ...path: string[]): Record<string, string> {
  const found = field(value, ...path);
  if (typeof found !== 'object' || found === null || Array.isArray(found)) return {};
  return Object.fromEntries(
    Object.entries(found).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

/** A time as ISO 8601; empty when it is none, or the zero time of Go. */
export function timeField(value: unknown, ...path: string[]): string {
  const text = textField(value, ...path);
  const at = Date.parse(text.slice(0, 64));
  return Number.isNaN(at) || at <= 0 ? '' : new Date(at).toISOString();
}

/** A list's texts; empty for anything else. */
export function textListField(value: unknown, ...path: string[]): string[] {
  return listField(value, ...path).filter((item): item is string => typeof item === 'string');
}

/** An object's own entries; none for anything else. */
export function entriesField(value: unknown, ...path: string[]): [name: string, value: unknown][] {
  const found = field(value, ...path);
  return typeof found === 'object' && found !== null && !Array.isArray(found) ? Object.entries(found) : [];
}
