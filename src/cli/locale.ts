/** What the locale says of the terminal. */

/** Whether it can show UTF-8, by the first of the three variables that is set (locale(7)). */
export function isUtf8({ LC_ALL, LC_CTYPE, LANG }: NodeJS.ProcessEnv = process.env): boolean {
  return /utf-?8/i.test(LC_ALL || LC_CTYPE || LANG || '');
}
