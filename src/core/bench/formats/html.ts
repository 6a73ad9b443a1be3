/** A report as one page that needs nothing else: no script, no file, no network. Readable on a phone, by day and by night. */
import { escaped } from '../../markup.ts';
import type { BenchReport, SectionSummary, State } from '../types.ts';
import type { Formatter } from './format.ts';
import { findingBlock } from './html-finding.ts';
import { STYLE } from './html-style.ts';
import { STATE_LOOKS, STATE_ORDER } from './states.ts';
import { differenceText, engineText, findingsOf, scoreCounts, timeText, unusedText } from './words.ts';

/** The whole page. All text in it may be from outside, and none can be markup. */
export const html: Formatter = (report) =>
  [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    `<title>${escaped(`${report.benchmark}: ${report.host}`)}</title><style>${STYLE}</style></head><body>`,
    head(report),
    overview(report),
    summaryTable(report),
    ...asides(report),
    FILTER,
    ...report.sections.map((section) => sectionBlock(report, section)),
    `<footer>spc ${escaped(report.tool.version)}</footer></body></html>\n`,
  ].join('\n');

const head = (report: BenchReport) =>
  `<header><h1>${escaped(report.benchmark)}</h1><p><b>${escaped(report.host)}</b> <span>${escaped(engineText(report))}</span> <time datetime="${escaped(report.taken)}">${escaped(timeText(report.taken))}</time></p></header>`;

/** The score and how all checks are spread over the states. */
function overview(report: BenchReport): string {
  const { passed, failed } = scoreCounts(report);
  const states = STATE_ORDER.filter((state) => report.counts[state] > 0);
  const bars = states.map(
    (state) =>
      `<i class="${state}" style="flex-grow:${report.counts[state]}" title="${legendText(report, state)}"></i>`,
  );
  const legend = states.map((state) => `<li class="${state}">${signOf(state)} ${legendText(report, state)}</li>`);
  return [
    `<section class="overview"><p class="score"><b>${report.score.points}</b> score</p>`,
    `<div><p>Of ${report.score.of} checks that count, ${passed} passed and ${failed} failed.</p>`,
    `<div class="bar" aria-hidden="true">${bars.join('')}</div><ul class="legend">${legend.join('')}</ul></div></section>`,
  ].join('\n');
}

const signOf = (state: State) => `<b aria-hidden="true">${STATE_LOOKS[state].sign}</b>`;
const legendText = ({ counts }: BenchReport, state: State) => `${counts[state]} ${STATE_LOOKS[state].word}`;

function summaryTable({ sections, counts }: BenchReport): string {
  const heads = STATE_ORDER.map((state) => `<th scope="col">${STATE_LOOKS[state].word}</th>`).join('');
  const cells = (of: Record<State, number>) =>
    STATE_ORDER.map((state) => (of[state] > 0 ? `<td class="${state}">${of[state]}</td>` : '<td>·</td>')).join('');
  const rows = sections.map(
    ({ section, title, counts: own }) =>
      `<tr><th scope="row"><a href="#s${section}">${section} ${escaped(title)}</a></th>${cells(own)}</tr>`,
  );
  return `<div class="wide"><table><thead><tr><th scope="col">Section</th>${heads}</tr></thead><tbody>${rows.join('\n')}<tr class="sum"><th scope="row">all</th>${cells(counts)}</tr></tbody></table></div>`;
}

/** Radio buttons and CSS: which findings are shown, without a script. */
const FILTER = `<fieldset class="filter"><legend>Show</legend>
<label><input type="radio" name="show" id="show-all" checked> all</label>
<label><input type="radio" name="show" id="show-open"> what needs attention</label>
<label><input type="radio" name="show" id="show-fail"> failures</label></fieldset>`;

function sectionBlock(report: BenchReport, { section, title }: SectionSummary): string {
  const findings = findingsOf(report, section);
  if (findings.length === 0) return '';
  const blocks = findings.map(findingBlock).join('\n');
  return `<section class="findings"><h2 id="s${section}">${section} ${escaped(title)}</h2>\n${blocks}</section>`;
}

/** What could not be judged, was left out, is waived for nothing, or changed. */
function asides({ unjudged, leftOut, unusedWaivers, comparison }: BenchReport): string[] {
  const changes = comparison && [
    ...comparison.appeared.map((each) => `new: ${differenceText(each)}`),
    ...comparison.fixed.map((each) => `fixed: ${differenceText(each)}`),
  ];
  const since = comparison ? `Since ${timeText(comparison.since)} (${comparison.unchanged} unchanged)` : '';
  return [
    aside(since, changes ?? []),
    aside(
      'Could not be judged',
      unjudged.map(({ check, cause }) => `${check}: ${cause}`),
    ),
    aside(
      'Left out',
      leftOut.map(({ kind, name, why }) => `${kind} ${name}: ${why}`),
    ),
    aside('Waivers that match nothing', unusedWaivers.map(unusedText)),
  ];
}

function aside(title: string, entries: readonly string[]): string {
  if (title === '' || entries.length === 0) return '';
  const lines = entries.map((entry) => `<li>${escaped(entry)}</li>`).join('');
  return `<details class="aside"><summary>${escaped(title)}: ${entries.length}</summary><ul>${lines}</ul></details>`;
}
