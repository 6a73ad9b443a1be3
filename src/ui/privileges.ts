/** A privilege report for the eye: the difference from an ordinary container. */
import { styleText } from 'node:util';
import { sanitize } from '../core/sanitize.ts';
import { wrap } from '../core/text.ts';
import type { Grant, PrivilegeReport, Tier } from '../core/types.ts';

export interface PrivilegesLayout {
  colour: boolean;
  /** Columns of the terminal. */
  width: number;
}

const COLOURS = { critical: 'red', high: 'yellow', medium: 'cyan', low: 'dim' } as const satisfies Record<Tier, string>;
const TIER_WIDTH = 10;
const MIN_WIDTH = 40;
const MAX_OPTION_WIDTH = 22;
const INDENT = '  ';

/** Text of several lines without a last newline; all that came from outside is sanitised. Nothing is cut: it wraps. */
export function privilegesText(report: PrivilegeReport, layout: PrivilegesLayout): string {
  const width = Math.max(MIN_WIDTH, layout.width);
  if (report.grants.length === 0 && report.unjudged.length === 0) {
    return [ordinary(report), ...section('Tighter:', report.tightened, width)].join('\n');
  }
  return [
    ...grantLines(report, { ...layout, width }),
    ...section('Options nobody could judge:', report.unjudged, width),
    ...section('Tighter than an ordinary container:', report.tightened, width),
  ].join('\n');
}

const ordinary = ({ tightened }: PrivilegeReport) =>
  `An ordinary container${tightened.length > 0 ? ', and tighter than that' : ''}: no privileges beyond the engine's defaults.`;

function grantLines({ grants }: PrivilegeReport, layout: PrivilegesLayout): string[] {
  if (grants.length === 0) return [];
  const column = optionColumn(grants, layout.width);
  return ['Beyond an ordinary container:', ...grants.flatMap((grant) => grantRow(grant, column, layout))];
}

/** As wide as the widest option, but the explanation keeps the larger part of the line. */
function optionColumn(grants: readonly Grant[], width: number): number {
  const widest = Math.max(...grants.map(({ option }) => sanitize(option).length));
  return Math.min(widest, Math.max(MAX_OPTION_WIDTH, Math.floor(width / 4)), Math.floor(width / 2) - TIER_WIDTH);
}

/** Tier, option and explanation side by side; each wraps in its own column. */
function grantRow({ tier, option, allows }: Grant, column: number, { colour, width }: PrivilegesLayout): string[] {
  const left = wrap(sanitize(option), column);
  const right = wrap(sanitize(allows), width - INDENT.length - TIER_WIDTH - column - 2);
  return Array.from({ length: Math.max(left.length, right.length) }, (_, at) => {
    const label = (at === 0 ? tier : '').padEnd(TIER_WIDTH);
    const shown = colour ? styleText(COLOURS[tier], label, { validateStream: false }) : label;
    return `${INDENT}${shown}${(left[at] ?? '').padEnd(column)}  ${right[at] ?? ''}`.trimEnd();
  });
}

function section(title: string, items: readonly string[], width: number): string[] {
  if (items.length === 0) return [];
  const lines = wrap(items.map((item) => sanitize(item)).join(', '), width - INDENT.length);
  return [title, ...lines.map((line) => INDENT + line)];
}
