/** JSON in which every character beyond printable ASCII is escaped: safe to `cat`, and a valid YAML double-quoted scalar. */

/** JSON text with every character beyond printable ASCII (but line ends) as `\uXXXX`. */
export const inAscii = (json: string): string =>
  json.replace(/[^\n\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** JSON on one line, or indented by `indent` blanks; `\u007f` and above as `\uXXXX`. Throws TypeError as JSON.stringify does. */
export function asciiJson(value: unknown, indent = 0): string {
  return inAscii(JSON.stringify(value, null, indent));
}
