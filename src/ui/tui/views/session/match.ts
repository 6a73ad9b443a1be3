/** Where a search's text is in a row: what is marked on the screen. */

/** A group that is repeated, and a reference back, can make a regular expression take for ever: its hits are not marked. */
const RISKY = /\)[*+?{]|\\[1-9k]/;
const MOST_REPEATS = 3;
const REGEXP = /^\/(.+)\/(i?)$/su;

/** Parts of a text, those that were searched for marked. `search` as a filter is written: see core/view/matcher.ts. */
export function marked(text: string, search: string): { text: string; hit: boolean }[] {
  const pattern = patternOf(search);
  if (!pattern || text === '') return [{ text, hit: false }];
  const parts: { text: string; hit: boolean }[] = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    if (match[0] === '') continue;
    if (match.index > end) parts.push({ text: text.slice(end, match.index), hit: false });
    parts.push({ text: match[0], hit: true });
    end = match.index + match[0].length;
  }
  if (end < text.length) parts.push({ text: text.slice(end), hit: false });
  return parts;
}

let known: { search: string; pattern: RegExp | undefined } = { search: '', pattern: undefined };

function patternOf(search: string): RegExp | undefined {
  if (search !== known.search) known = { search, pattern: compiled(search) };
  return known.pattern;
}

function compiled(search: string): RegExp | undefined {
  if (search === '' || search.startsWith('!')) return undefined;
  const [, source, flags] = REGEXP.exec(search) ?? [];
  if (source === undefined) return new RegExp(search.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'), 'gi');
  if (RISKY.test(source) || (source.match(/[*+{]/g)?.length ?? 0) > MOST_REPEATS) return undefined;
  try {
    return new RegExp(source, `g${flags}`);
  } catch {
    return undefined;
  }
}
