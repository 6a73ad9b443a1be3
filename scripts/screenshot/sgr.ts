/** Reads a screen as tmux captures it: text with SGR sequences (ECMA-48 8.3.117), and no other. */

/** Characters of one look. */
export interface Run {
  text: string;
  /** Column of the first character. */
  column: number;
  bold: boolean;
  dim: boolean;
  /** 0 to 15; absent: the terminal's own. */
  colour?: number;
}

type Look = Omit<Run, 'text' | 'column'>;

const ESCAPE = '\u001b';
const SGR = new RegExp(`(${ESCAPE}\\[[\\d;]*m)`);
const PLAIN: Look = { bold: false, dim: false };

/** The runs of each line; a look lasts past the end of its line. Throws on a sequence it has no picture for. */
export function readScreen(screen: string): Run[][] {
  let look = PLAIN;
  return screen.split('\n').map((line) => {
    const runs: Run[] = [];
    let column = 0;
    for (const part of line.split(SGR)) {
      const codes = part.startsWith(ESCAPE) ? part.slice(2, -1) : undefined;
      if (codes !== undefined) look = codes.split(';').map(Number).reduce(applied, look);
      else if (part) {
        runs.push({ ...look, text: printable(part), column });
        column += [...part].length;
      }
    }
    return runs;
  });
}

function applied(look: Look, code: number): Look {
  const { colour: _, ...uncoloured } = look;
  if (code === 0) return PLAIN;
  if (code === 1) return { ...look, bold: true };
  if (code === 2) return { ...look, dim: true };
  if (code === 22) return { ...look, bold: false, dim: false };
  if (code === 39) return uncoloured;
  if (code >= 30 && code <= 37) return { ...look, colour: code - 30 };
  if (code >= 90 && code <= 97) return { ...look, colour: code - 90 + 8 };
  throw new Error(`no picture for SGR ${code}`);
}

function printable(text: string): string {
  if (/\p{Cc}/u.test(text)) throw new Error(`a control character on the screen: ${JSON.stringify(text)}`);
  return text;
}
