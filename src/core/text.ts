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

/** `1 line`, `12,345 lines`; for names that only take an `s`. */
export const counted = (count: number, name: string): string =>
  `${count.toLocaleString('en')} ${name}${count === 1 ? '' : 's'}`;

/** Breaks at blanks; a word longer than the width is broken anywhere, as nothing may be hidden. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((long) => pieces(long, width))) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

function pieces(word: string, width: number): string[] {
  const units = [...word];
  const count = Math.max(1, Math.ceil(units.length / width));
  return Array.from({ length: count }, (_, at) => units.slice(at * width, (at + 1) * width).join(''));
}
