/** Reads a screen as tmux captures it: text with SGR sequences (ECMA-48 8.3.117), and no other. */

/** Characters of one look. */
export interface Run {
  text: string;
  /** Column of the first character. */
  column: number;
  bold: boolean;
  dim: boolean;
  underline: boolean;
  /** Colour and background have changed places. */
  inverse: boolean;
  /** 0 to 255, as xterm numbers them; absent: the terminal's own. */
  colour?: number;
  background?: number;
}

type Look = Omit<Run, 'text' | 'column'>;

const ESCAPE = '\u001b';
const SGR = new RegExp(`(${ESCAPE}\\[[\\d;]*m)`);
const PLAIN: Look = { bold: false, dim: false, underline: false, inverse: false };

/** The runs of each line; a look lasts past the end of its line. Throws on a sequence it has no picture for. */
export function readScreen(screen: string): Run[][] {
  let look = PLAIN;
  return screen.split('\n').map((line) => {
    const runs: Run[] = [];
    let column = 0;
    for (const part of line.split(SGR)) {
      const codes = part.startsWith(ESCAPE) ? part.slice(2, -1) : undefined;
      if (codes !== undefined) look = applied(look, codes.split(';').map(Number));
      else if (part) {
        runs.push({ ...look, text: printable(part), column });
        column += [...part].length;
      }
    }
    return runs;
  });
}

/** Code → what it does to a look. */
const EFFECTS: Readonly<Record<number, Partial<Look>>> = {
  1: { bold: true },
  2: { dim: true },
  4: { underline: true },
  7: { inverse: true },
  22: { bold: false, dim: false },
  24: { underline: false },
  27: { inverse: false },
};

/** The first code of eight colours, and the number of the first of them. */
const COLOURS = [
  { from: 30, first: 0, of: 'colour' },
  { from: 90, first: 8, of: 'colour' },
  { from: 40, first: 0, of: 'background' },
  { from: 100, first: 8, of: 'background' },
] as const;

/** A look after a sequence's codes. */
function applied(look: Look, [code = 0, ...rest]: number[]): Look {
  const [colour, more] = isOfMany(code, rest) ? [rest[1], rest.slice(2)] : [undefined, rest];
  const next =
    colour === undefined ? changed(look, code) : { ...look, [code === 38 ? 'colour' : 'background']: colour };
  return more.length > 0 ? applied(next, more) : next;
}

/** `38;5;N` and `48;5;N`: one of 256. */
const isOfMany = (code: number, [kind]: number[]) => (code === 38 || code === 48) && kind === 5;

function changed(look: Look, code: number): Look {
  const { colour: _, ...uncoloured } = look;
  const { background: __, ...unfilled } = look;
  if (code === 0) return PLAIN;
  if (code === 39) return uncoloured;
  if (code === 49) return unfilled;
  const effect = EFFECTS[code];
  if (effect) return { ...look, ...effect };
  const table = COLOURS.find(({ from }) => code >= from && code < from + 8);
  if (table) return { ...look, [table.of]: code - table.from + table.first };
  throw new Error(`no picture for SGR ${code}`);
}

function printable(text: string): string {
  if (/\p{Cc}/u.test(text)) throw new Error(`a control character on the screen: ${JSON.stringify(text)}`);
  return text;
}
