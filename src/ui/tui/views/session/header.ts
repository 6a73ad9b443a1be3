/** The lines above a session's panes: what runs, since when, and what was told of it last. */
import type { Snapshot } from '../../../../core/wire/session.ts';
import { paint } from '../../paint.ts';
import { type RulePiece, rule } from '../../rule.ts';
import { toWidth, truncate } from '../../text.ts';
import type { Role } from '../../theme.ts';
import type { TerminalLook } from '../../types.ts';
import { focused } from './panes.ts';
import type { SessionState } from './state.ts';
import { elapsed, rowTime } from './times.ts';

/** Where a session is among those that are open. */
export interface Among {
  at: number;
  of: number;
}

/** One line. */
export function headerLine(session: SessionState, among: Among, look: TerminalLook, width: number): string {
  const { argv, snapshot, progress } = session;
  const left: RulePiece[] = [
    statePiece(session, look),
    { text: `spc ${truncate(argv.join(' '), Math.max(10, width - 40))} `, role: 'title', keep: 80 },
    { text: snapshot ? `${elapsed(snapshot.at)} ` : '', role: 'text', keep: 70 },
    { text: progress && `${truncate(progress, 60)} `, role: 'dim', keep: 65 },
    { text: snapshot?.end ? `${truncate(snapshot.end, Math.max(20, width - 50))} ` : '', role: 'dim', keep: 20 },
  ];
  return rule(look, { left, right: rightPieces(session, among, look), fill: ' ', role: 'text' }, width);
}

function statePiece({ snapshot, error, header }: SessionState, { unicode }: TerminalLook): RulePiece {
  if (error) return { text: ' FAILED ', role: 'alarm', keep: 100 };
  const mark = unicode ? ' ● ' : ' * ';
  if (header?.replay)
    return { text: snapshot?.state === 'ended' ? ' REPLAY ' : ' REPLAY, reading ', role: 'tabActive', keep: 100 };
  if (snapshot?.state === 'running') return { text: mark, role: 'ok', keep: 100 };
  return { text: ` ${snapshot?.state ?? 'starting'} `, role: 'dim', keep: 100 };
}

function rightPieces(session: SessionState, { at, of }: Among, { unicode }: TerminalLook): RulePiece[] {
  const { header, snapshot, paused, together, maximised, wrap } = session;
  const hidden = maximised ? (snapshot?.panes.length ?? 1) - 1 : 0;
  return [
    {
      text: together === null || Number.isNaN(together) ? '' : ` all at ${rowTime(session, together).trim()} `,
      role: 'key',
      keep: 75,
    },
    { text: hidden > 0 ? ` ${focused(session)?.name} alone, ${hidden} hidden ` : '', role: 'warning', keep: 40 },
    { text: wrap ? ' wrapped ' : '', role: 'dim', keep: 10 },
    { text: paused ? (unicode ? ' ‖ PAUSED ' : ' PAUSED ') : '', role: 'tabActive', keep: 90 },
    { text: header?.replay ? '' : directoryText(snapshot), role: 'dim', keep: 30 },
    { text: of > 1 ? ` ${at + 1}/${of} ` : '', role: 'key', keep: 60 },
  ];
}

/** What `spc replay` takes. */
const idOf = (directory: string) => directory.slice(directory.lastIndexOf('/') + 1);

function directoryText(snapshot: Snapshot | null): string {
  if (!snapshot) return '';
  return snapshot.directory === null ? ' not recorded ' : ` recorded as ${idOf(snapshot.directory)} `;
}

type Note = Snapshot['notes'][number];

const isPlain = ({ style }: Note) => style === '' || style === 'dim';

const ROLES = { '': 'dim', dim: 'dim', red: 'error', yellow: 'warning', alarm: 'alarm' } as const satisfies Record<
  string,
  Role
>;

/** The last things that were told of the session as a whole, the newest last; a warning does not make way for what is none. */
export function noteLines(session: SessionState, count: number, look: TerminalLook, width: number): string[] {
  const all = session.snapshot?.notes ?? [];
  const byWeight = [...all.filter(isPlain), ...all.filter((note) => !isPlain(note))];
  const shown = new Set(byWeight.slice(Math.max(0, byWeight.length - count)));
  return all
    .filter((note) => shown.has(note))
    .map(({ at, text, style }) => paint(look, ROLES[style], toWidth(` ${rowTime(session, at).trim()} ${text}`, width)));
}
