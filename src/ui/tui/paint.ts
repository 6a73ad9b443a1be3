/** Text coloured here, for lines that Ink does not take apart: see lines.tsx. */
import type { Role, Style } from './theme.ts';
import { styleOf } from './theme.ts';
import type { TerminalLook } from './types.ts';

/** Text in one look; safe for the terminal, and of a width that is known. */
export interface Piece {
  text: string;
  role: Role;
}

const COLORS = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'];

/** SGR parameters of ECMA-48 8.3.117; the bright ones are aixterm's, which all terminals have. */
function colorCode(color: string, base: 30 | 40): number {
  if (color === 'gray' || color === 'grey') return base + 60;
  const bright = color.endsWith('Bright');
  const at = COLORS.indexOf(bright ? color.slice(0, -'Bright'.length) : color);
  return at < 0 ? base + 9 : base + at + (bright ? 60 : 0);
}

/** Each attribute is set, and ended, by a sequence of its own: Ink understands no other. */
function codesOf({ color, backgroundColor, bold, dimColor, inverse, underline }: Style): [on: number, off: number][] {
  return [
    ...(bold ? [[1, 22] as [number, number]] : []),
    ...(dimColor ? [[2, 22] as [number, number]] : []),
    ...(underline ? [[4, 24] as [number, number]] : []),
    ...(inverse ? [[7, 27] as [number, number]] : []),
    ...(color ? [[colorCode(color, 30), 39] as [number, number]] : []),
    ...(backgroundColor ? [[colorCode(backgroundColor, 40), 49] as [number, number]] : []),
  ];
}

interface Brush {
  on: string;
  off: string;
}

const brushes = new Map<string, Brush>();

function brushOf(look: TerminalLook, role: Role): Brush {
  const key = `${look.colors} ${role}`;
  const known = brushes.get(key);
  if (known) return known;
  const codes = codesOf(styleOf(look, role));
  const sequence = (numbers: number[]) => numbers.map((number) => `\x1b[${number}m`).join('');
  const brush = { on: sequence(codes.map(([on]) => on)), off: sequence(codes.map(([, off]) => off)) };
  brushes.set(key, brush);
  return brush;
}

/** A text in the look of a role. */
export function paint(look: TerminalLook, role: Role, text: string): string {
  const { on, off } = brushOf(look, role);
  return on === '' || text === '' ? text : `${on}${text}${off}`;
}

/** Texts beside each other. */
export const paintAll = (look: TerminalLook, pieces: readonly Piece[]): string =>
  pieces.map(({ text, role }) => paint(look, role, text)).join('');
