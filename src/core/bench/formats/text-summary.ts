/** The end of the report for the eye: sums, and what the findings do not say. */
import { sanitize } from '../../sanitize.ts';
import type { BenchReport, State } from '../types.ts';
import { STATE_LOOKS, STATE_ORDER } from './states.ts';
import { hanging, listLines, type Page } from './text-page.ts';
import { differenceText, scoreCounts, timeText, unusedText } from './words.ts';

/** Columns of a state: its word, and two blanks. */
const cellOf = (state: State) => Math.max(6, STATE_LOOKS[state].word.length + 2);

/** A row a section, a column a state that some check is in. */
export function summaryLines({ sections, counts }: BenchReport, { paint, width }: Page): string[] {
  const rows = sections.map((each) => ({ name: `${each.section}  ${each.title}`, counts: each.counts }));
  const states = STATE_ORDER.filter((state) => counts[state] > 0);
  const room = Math.max(16, width - 2 - states.reduce((sum, state) => sum + cellOf(state), 0));
  const names = [...rows.map(({ name }) => name), 'all'].map((name) => cut(sanitize(name), room));
  const column = Math.max(...names.map((name) => name.length));
  const heads = states.map((state) => STATE_LOOKS[state].word.padStart(cellOf(state))).join('');
  const line = (name: string, of: Record<State, number>) =>
    `  ${name.padEnd(column)}${states.map((state) => String(of[state] || '-').padStart(cellOf(state))).join('')}`;
  return [
    paint('bold', `${'Summary'.padEnd(column + 2)}${heads}`),
    ...rows.map((row, at) => line(names[at] ?? '', row.counts)),
    line('all', counts),
  ];
}

const cut = (name: string, room: number) => (name.length > room ? `${name.slice(0, room - 1)}…` : name);

/** The last line. */
export function scoreLine(report: BenchReport, { paint }: Page): string[] {
  const { passed, failed } = scoreCounts(report);
  const score = paint('bold', `Score ${report.score.points}`);
  return [`${score}: of ${report.score.of} checks that count, ${passed} passed and ${failed} failed`];
}

/** What could not be judged, what was left out, waivers of no use, and what changed: a block each, none when there is nothing. */
export function asides(report: BenchReport, page: Page): string[][] {
  const { unjudged, leftOut, unusedWaivers } = report;
  return [
    aside(
      'Could not be judged',
      unjudged.map(({ check, cause }) => `${check}: ${cause}`),
      page,
    ),
    aside(
      'Left out',
      leftOut.map(({ kind, name, why }) => `${kind} ${name}: ${why}`),
      page,
    ),
    aside('Waivers that match nothing', unusedWaivers.map(unusedText), page),
    comparisonLines(report, page),
  ];
}

function aside(title: string, entries: string[], page: Page): string[] {
  if (entries.length === 0) return [];
  return [page.paint('bold', `${title} (${entries.length})`), ...listLines('  ', entries, page)];
}

function comparisonLines({ comparison }: BenchReport, page: Page): string[] {
  if (!comparison) return [];
  const { since, appeared, fixed, unchanged } = comparison;
  const sums = `${appeared.length} new, ${fixed.length} fixed, ${unchanged} unchanged`;
  return [
    ...hanging('', `Since ${timeText(since)}: ${sums}`, page),
    ...appeared.flatMap((each) => hanging('  + ', differenceText(each), page)).map((line) => page.paint('red', line)),
    ...fixed.flatMap((each) => hanging('  - ', differenceText(each), page)).map((line) => page.paint('green', line)),
  ];
}
