/** JSON in which every character beyond printable ASCII is escaped: safe to `cat`, and a valid YAML double-quoted scalar. */

/** JSON on one line, or indented by `indent` blanks; `\u007f` and above as `\uXXXX`. Throws TypeError as JSON.stringify does. */
export function asciiJson(value: unknown, indent = 0): string {
  return JSON.stringify(value, null, indent).replace(
    /[^\n\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
