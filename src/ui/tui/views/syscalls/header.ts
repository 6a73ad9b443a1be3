/** The lines above a timing's table: what is measured, by what, what that costs, and what was told of it. */
import { whole } from '../../number.ts';
import { paint, paintAll } from '../../paint.ts';
import { type RulePiece, rule } from '../../rule.ts';
import { toWidth, truncate, widthOf } from '../../text.ts';
import type { TerminalLook } from '../../types.ts';
import type { Among } from '../session/header.ts';
import { elapsed } from '../session/times.ts';
import type { TimingState } from './state.ts';

/** Two lines. */
export function headerLines(timing: TimingState, { at, of }: Among, look: TerminalLook, width: number): string[] {
  const { argv, snapshot, progress } = timing;
  const left: RulePiece[] = [
    statePiece(timing, look),
    { text: `spc ${truncate(argv.join(' '), Math.max(10, width - 30))} `, role: 'title', keep: 80 },
    { text: snapshot ? `${elapsed(snapshot.at)} ` : '', role: 'text', keep: 70 },
    { text: progress && `${truncate(progress, 60)} `, role: 'dim', keep: 65 },
    { text: snapshot?.end ? `${truncate(snapshot.end, 60)} ` : '', role: 'dim', keep: 60 },
  ];
  const right: RulePiece[] = [
    { text: snapshot && snapshot.lost > 0 ? ` LOST ${whole(snapshot.lost)} ` : '', role: 'alarm', keep: 98 },
    { text: of > 1 ? ` ${at + 1}/${of} ` : '', role: 'key', keep: 50 },
  ];
  return [rule(look, { left, right, fill: ' ', role: 'text' }, width), costLine(timing, look, width)];
}

function statePiece({ error, snapshot }: TimingState, { unicode }: TerminalLook): RulePiece {
  if (error) return { text: ' FAILED ', role: 'alarm', keep: 100 };
  if (snapshot?.state === 'running') return { text: unicode ? ' ● ' : ' * ', role: 'ok', keep: 100 };
  return { text: ` ${snapshot?.state ?? 'starting'} `, role: 'dim', keep: 100 };
}

/** The cost is what must be known; what measures has the room that is left. */
function costLine({ snapshot }: TimingState, look: TerminalLook, width: number): string {
  if (!snapshot?.cost) return '';
  const cost = truncate(`cost: ${snapshot.cost}`, Math.max(0, width - 2));
  const room = width - widthOf(cost) - 3;
  const tracer = room >= 20 ? `${truncate(snapshot.tracer, room)} ` : '';
  return paintAll(look, [
    { text: ` ${tracer}`, role: 'dim' },
    { text: cost, role: 'text' },
  ]);
}

/** The last that was told. */
export function noteLines({ snapshot }: TimingState, count: number, look: TerminalLook, width: number): string[] {
  const notes = snapshot ? [...snapshot.table.gaps, ...snapshot.notes] : [];
  return notes
    .slice(-count || notes.length)
    .map((note) => paint(look, note.startsWith('LOST') ? 'error' : 'dim', toWidth(` ${note}`, width)));
}
