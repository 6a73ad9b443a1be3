/** What a user writes to choose rows: text in any case, `/regular expression/`, `!` before either for those without it. */

export interface Matcher {
  /** As it was written. */
  source: string;
  matches(text: string): boolean;
  /** In lower case: what has it nowhere has no row that matches; empty: no such shortcut. */
  needle: string;
  /** It may take for ever: to be called where that can be broken off. */
  isSlow: boolean;
}

const REGEXP = /^\/(.+)\/(i?)$/su;

/** undefined: every row matches. Throws SyntaxError for a regular expression that is none. */
export function parseMatcher(source: string): Matcher | undefined {
  const isNot = source.startsWith('!');
  const wanted = isNot ? source.slice(1) : source;
  if (wanted === '') return undefined;
  const [, pattern, flags] = REGEXP.exec(wanted) ?? [];
  if (pattern !== undefined) return ofRegExp(source, new RegExp(pattern, flags), isNot);
  const needle = wanted.toLowerCase();
  const has = (text: string) => text.toLowerCase().includes(needle);
  return { source, matches: isNot ? (text) => !has(text) : has, needle: isNot ? '' : needle, isSlow: false };
}

function ofRegExp(source: string, regExp: RegExp, isNot: boolean): Matcher {
  return { source, matches: (text) => regExp.test(text) !== isNot, needle: '', isSlow: true };
}
