/** The lines above a pane's rows: what it is, how fast it goes, what was lost, where in it one is; and what it costs. */
import { counted } from '../../../../core/text.ts';
import type { PaneSnapshot } from '../../../../core/wire/session.ts';
import { sparkline } from '../../charts/spark.ts';
import { compact, whole } from '../../number.ts';
import { paintAll } from '../../paint.ts';
import { type RulePiece, rule } from '../../rule.ts';
import { toWidth, truncate, widthOf } from '../../text.ts';
import type { Role } from '../../theme.ts';
import type { TerminalLook } from '../../types.ts';
import type { Moving } from './move.ts';
import type { PaneChoice } from './state.ts';
import { topOf } from './window.ts';

export interface TitleLook {
  look: TerminalLook;
  active: boolean;
  /** The title has a line, and the cost another. */
  head: number;
  /** There is a chart of it elsewhere. */
  charts: boolean;
}

const SPARK_WIDTH = 16;

/** What a pane's events are. */
const UNITS: Readonly<Record<string, string>> = { strace: 'calls', tcpdump: 'packets', log: 'lines' };

export const unitOf = ({ tracer }: Pick<PaneSnapshot, 'tracer'>): string => UNITS[tracer] ?? 'events';

/** Events in the last whole second. */
export const rateOf = ({ rates }: Pick<PaneSnapshot, 'rates'>): number => rates.at(-2) ?? rates.at(-1) ?? 0;

/** Without the second that is still running, which would always look like a fall. */
export const wholeSeconds = (values: readonly number[]): readonly number[] =>
  values.length > 1 ? values.slice(0, -1) : values;

/** `head` lines, `width` cells wide. */
export function titleLines(moving: Moving, width: number, how: TitleLook): string[] {
  const { look, active, head } = how;
  const border: Role = active ? 'borderActive' : 'border';
  const fill = look.unicode ? (active ? '━' : '─') : active ? '=' : '-';
  const left = [{ text: fill, role: border, keep: 100 }, ...leftPieces(moving, how)];
  const right = [...rightPieces(moving), { text: fill, role: border, keep: 100 }];
  const title = rule(look, { left, right, fill, role: border }, width);
  return head > 1 ? [title, costLine(moving.pane, width, look)] : [title];
}

function leftPieces({ pane, choice }: Moving, { look, active, head, charts }: TitleLook): RulePiece[] {
  const isLive = pane.status === 'running' || pane.status === 'starting';
  return [
    { text: ` ${pane.name} `, role: active ? 'title' : 'header', keep: 99 },
    statusPiece(pane, look),
    { text: isLive ? `${compact(rateOf(pane))} ${unitOf(pane)}/s ` : '', role: 'text', keep: 80 },
    {
      text: isLive && !charts ? `${sparkline(wholeSeconds(pane.rates).slice(-SPARK_WIDTH), look)} ` : '',
      role: 'dim',
      keep: 30,
    },
    filterPiece(pane, choice),
    { text: choice.search ? `/${truncate(choice.search, 20)} ` : '', role: 'match', keep: 60 },
    { text: head > 1 || pane.cost === '' ? '' : `${truncate(pane.cost, 40)} `, role: 'text', keep: 20 },
  ];
}

function statusPiece({ status, reason }: PaneSnapshot, { unicode }: TerminalLook): RulePiece {
  const because = reason && `: ${truncate(reason, 40)}`;
  if (status === 'running') return { text: unicode ? '● ' : '* ', role: 'ok', keep: 70 };
  if (status === 'starting') return { text: 'starting ', role: 'dim', keep: 70 };
  if (status === 'ended') return { text: `ended${because} `, role: 'dim', keep: 70 };
  return { text: `FAILED${because} `, role: 'alarm', keep: 90 };
}

function filterPiece({ badFilter }: PaneSnapshot, { filter }: PaneChoice): RulePiece {
  if (badFilter !== '')
    return { text: `filter ${truncate(filter, 20)}: ${truncate(badFilter, 50)} `, role: 'error', keep: 75 };
  return { text: filter ? `filter ${truncate(filter, 30)} ` : '', role: 'key', keep: 75 };
}

function rightPieces(moving: Moving): RulePiece[] {
  const { pane, choice } = moving;
  const of = pane.kept === pane.total ? '' : `${whole(pane.kept)} of `;
  const isNew = choice.top !== null && pane.kept > choice.left;
  return [
    { text: pane.scanning ? ' filtering …' : '', role: 'dim', keep: 40 },
    { text: isNew && choice.left > 0 ? ` +${whole(pane.kept - choice.left)} new` : '', role: 'warning', keep: 65 },
    { text: choice.top === null ? '' : ` ${percent(moving)}%`, role: 'key', keep: 66 },
    { text: ` ${of}${counted(pane.total, 'row')} `, role: 'dim', keep: 50 },
    { text: lossText(pane), role: 'alarm', keep: 98 },
  ];
}

const lossText = ({ lost, lostMore }: PaneSnapshot) =>
  lost > 0 ? ` LOST ${whole(lost)}${lostMore ? '+' : ''} ` : lostMore ? ' LOST some ' : '';

/** How much of the rows is above the last one in sight. */
function percent({ pane, choice, room }: Moving): number {
  const end = Math.min(pane.kept, topOf(pane, choice, room) + room.height);
  return pane.kept <= pane.first ? 100 : Math.floor(((end - pane.first) / (pane.kept - pane.first)) * 100);
}

/** What was started, as far as there is room beside what it costs. */
function costLine({ title, cost }: PaneSnapshot, width: number, look: TerminalLook): string {
  const costs = truncate(cost && `cost: ${cost}`, Math.max(0, width - 3));
  const room = width - widthOf(costs) - 3;
  const command = room >= 20 ? toWidth(title, room) : '';
  return paintAll(look, [
    { text: ` ${command}${command && ' '}`, role: 'dim' },
    { text: costs, role: 'text' },
  ]);
}
