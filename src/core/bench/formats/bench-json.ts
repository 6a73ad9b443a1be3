/**
 * The JSON of docker-bench-security 1.6.0 (output_lib.sh: beginjson, startsectionjson, logcheckresult), for importers that know
 * that shape; in contrast to its own, always valid.
 */
import { asciiJson } from '../../ascii-json.ts';
import type { BenchReport, Finding, SectionSummary, State } from '../types.ts';
import type { FormatOptions, Formatter } from './format.ts';
import { findingsOf, itemText, waiverText } from './words.ts';

/** Of the original whose shape this is. */
const VERSION = '1.6.0';

/** It has four words only. What could not be judged or is waived is neither a pass nor a warning. */
const RESULTS = {
  pass: 'PASS',
  fail: 'WARN',
  info: 'INFO',
  note: 'NOTE',
  'not-applicable': 'INFO',
  error: 'INFO',
  waived: 'NOTE',
} as const satisfies Record<State, string>;

/** Times are seconds since 1970; the evidence was taken at once, so both are the same. */
export const benchJson: Formatter = (report, options = {}) => {
  const time = Math.floor(Date.parse(report.taken) / 1000);
  const document = {
    dockerbenchsecurity: VERSION,
    start: time,
    tests: report.sections.map((section) => sectionOf(report, section, options)),
    checks: report.findings.length,
    score: report.score.points,
    end: time,
  };
  return `${asciiJson(document, 2)}\n`;
};

/** The community's section is 99 there. */
const sectionOf = (report: BenchReport, { section, title }: SectionSummary, options: FormatOptions) => ({
  id: section === 'C' ? '99' : section,
  desc: title,
  results: findingsOf(report, section).map((finding) => resultOf(finding, options)),
});

/** Importers tell what a human has to judge by the word at the end of `desc`. */
function resultOf(finding: Finding, { limit = 0, remediation = true }: FormatOptions) {
  const { check, title, scored, state, items } = finding;
  const names = items.map(({ name }) => name);
  const shown = limit > 0 && names.length > limit ? [...names.slice(0, limit), '(truncated)'] : names;
  return {
    id: check,
    desc: `${title} (${scored ? 'Automated' : 'Manual'})`,
    result: RESULTS[state],
    ...(state !== 'pass' && { details: detailsOf(finding, limit) }),
    ...(shown.length > 0 && { items: shown }),
    ...(state !== 'pass' && remediation && { remediation: finding.remediation }),
  };
}

function detailsOf({ detail, items, waiver }: Finding, limit: number): string {
  const said = items.slice(0, limit > 0 ? limit : items.length).map(itemText);
  return [detail, ...said, ...(waiver ? [waiverText(waiver)] : [])].join('; ');
}
