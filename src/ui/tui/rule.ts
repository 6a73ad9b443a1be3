/** A line with pieces of text on its left and right, and a rule, or blanks, between them. */
import { type Piece, paintAll } from './paint.ts';
import { truncate, widthOf } from './text.ts';
import type { Role } from './theme.ts';
import type { TerminalLook } from './types.ts';

export interface RulePiece extends Piece {
  /** What goes last where there is too little room. */
  keep: number;
}

interface Rule {
  left: readonly RulePiece[];
  right: readonly RulePiece[];
  /** One cell wide, and its look. */
  fill: string;
  role: Role;
}

/** The line, exactly `width` cells wide. What has no room is left out, by its `keep`; what is left is cut. */
export function rule(look: TerminalLook, { left, right, fill, role }: Rule, width: number): string {
  const kept = fitting(
    [...left, ...right].filter(({ text }) => text !== ''),
    width,
  );
  const pieces = (of: readonly RulePiece[]): Piece[] =>
    of.filter((piece) => kept.has(piece)).map((piece) => ({ ...piece, text: truncate(piece.text, width) }));
  const [one, other] = [pieces(left), pieces(right)];
  const room = Math.max(0, width - cellsOf(one) - cellsOf(other));
  return paintAll(look, [...one, { text: fill.repeat(room), role }, ...other]);
}

const cellsOf = (pieces: readonly Piece[]) => pieces.reduce((sum, { text }) => sum + widthOf(text), 0);

function fitting(pieces: readonly RulePiece[], width: number): Set<RulePiece> {
  const kept = new Set<RulePiece>();
  let room = width;
  for (const piece of [...pieces].sort((a, b) => b.keep - a.keep)) {
    const cells = widthOf(piece.text);
    // the most important is cut rather than left out
    if (cells > room && kept.size > 0) continue;
    kept.add(piece);
    room -= cells;
  }
  return kept;
}
