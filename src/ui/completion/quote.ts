/** Quoting for the shells that read the scripts: text in single quotes is data, whatever it holds. */

/** A word for bash and zsh: nothing is special in single quotes but the quote itself. */
export const quotePosix = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** A word for fish, which knows two escapes inside single quotes: `\'` and `\\`. */
export const quoteFish = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
