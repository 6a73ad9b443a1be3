/** A bpftrace script's words, as far as it takes to tell code from strings and comments. */

export interface Token {
  /** `word` includes the `$` or `@` of a variable's or map's name; `path` is the colon and file of a uprobe. */
  kind: 'comment' | 'string' | 'path' | 'word' | 'other';
  text: string;
}

/**
 * As bpftrace's own lexer has it: a string ends at its quote or the line's end, a comment at the text's end if nothing else
 * ends it. A path may have `/*` in it: `uprobe:/opt/*:main`. Each alternative is linear.
 */
const TOKEN =
  /(?<comment>\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|(?<string>"(?:\\[^\n]|[^"\\\n])*(?:"|\\?(?=\n|$)))|(?<path>:\/(?![*/])[^\s:{,]*)|(?<word>[@$]?[A-Za-z_]\w*)|(?<other>[\s\S])/gy;

const KINDS = ['comment', 'string', 'path', 'word', 'other'] as const;

/** Every character of the text is in one token. */
export function* tokens(text: string): Generator<Token> {
  for (const { 0: match, groups = {} } of text.matchAll(TOKEN))
    yield { kind: KINDS.find((kind) => groups[kind] !== undefined) ?? 'other', text: match };
}
