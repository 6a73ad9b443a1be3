/** Rows as they are drawn: no screen shows more of one. */

const MAX_SHOWN = 4096;

/** A row's text, or its beginning with how much is left out. `save` writes it whole. */
export const cutRow = (text: string): string =>
  text.length <= MAX_SHOWN ? text : `${text.slice(0, MAX_SHOWN).toWellFormed()}…(+${text.length - MAX_SHOWN})`;
