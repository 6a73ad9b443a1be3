/** Small cuts of text that many files make. */

/** The text before and after the first `separator`; undefined for the latter when there is none. */
export function partAt(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + separator.length)];
}

/** The last line that holds anything, trimmed: where programs say why they failed. Empty when none does. */
export function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.trim() ?? '';
}
