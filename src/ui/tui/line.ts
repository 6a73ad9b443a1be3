/** A line that is edited, as readline's first keys do. */

export interface Line {
  text: string;
  /** Characters before it. */
  cursor: number;
}

type Edit = (before: string[], after: string[]) => [before: string[], after: string[]];

const EDITS: Readonly<Record<string, Edit>> = {
  Left: (before, after) => [before.slice(0, -1), [...before.slice(-1), ...after]],
  Right: (before, after) => [[...before, ...after.slice(0, 1)], after.slice(1)],
  Home: (before, after) => [[], [...before, ...after]],
  End: (before, after) => [[...before, ...after], []],
  Backspace: (before, after) => [before.slice(0, -1), after],
  Delete: (before, after) => [before, after.slice(1)],
  'C-u': (_, after) => [[], after],
  'C-k': (before) => [before, []],
  'C-w': (before, after) => [[...before.join('').replace(/\S*\s*$/u, '')], after],
};

const ALIASES: Readonly<Record<string, string>> = {
  'C-a': 'Home',
  'C-e': 'End',
  'C-b': 'Left',
  'C-f': 'Right',
  'C-h': 'Backspace',
  'C-d': 'Delete',
};

/** The line after a key; undefined: the key does not edit. */
export function edited({ text, cursor }: Line, key: string): Line | undefined {
  const chars = [...text];
  const [before, after] = [chars.slice(0, cursor), chars.slice(cursor)];
  const edit = EDITS[ALIASES[key] ?? key];
  if (edit) return lineOf(...edit(before, after));
  const typed = key === 'Space' ? ' ' : key;
  return [...typed].length === 1 ? lineOf([...before, typed], after) : undefined;
}

/** The line with a text put in; line ends and tabs become blanks. */
export function inserted({ text, cursor }: Line, more: string): Line {
  const chars = [...text];
  return lineOf([...chars.slice(0, cursor), ...more.trim().replaceAll(/[\r\n\t]+/g, ' ')], chars.slice(cursor));
}

const lineOf = (before: string[], after: string[]): Line => ({
  text: [...before, ...after].join(''),
  cursor: before.length,
});
