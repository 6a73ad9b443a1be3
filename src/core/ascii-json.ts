/** JSON in which every character beyond printable ASCII is escaped: safe to `cat`, and a valid YAML double-quoted scalar. */

/** One line of JSON; `\u007f` and above as `\uXXXX`. Throws TypeError as JSON.stringify does. */
export function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
