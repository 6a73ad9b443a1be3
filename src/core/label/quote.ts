/** An argv as one line a POSIX shell reads back word for word. */

const PLAIN = /^[A-Za-z0-9_@%+=:,./-]+$/;

/** Words joined by blanks, each quoted where a shell would change it. Control characters stay: sanitise before printing. */
export function shellQuote(argv: readonly string[]): string {
  return argv.map((word, index) => (isPlain(word, index) ? word : quoteWord(word))).join(' ');
}

/** A first word with `=` would be an assignment. */
function isPlain(word: string, index: number): boolean {
  return PLAIN.test(word) && !(index === 0 && word.includes('='));
}

function quoteWord(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
