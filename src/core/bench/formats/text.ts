/** A report for the eye: grouped by section, what is wrong below each failure, sums at the end, where a terminal stands still. */
import { sanitize } from '../../sanitize.ts';
import { wrap } from '../../text.ts';
import type { BenchReport, Finding, SectionSummary } from '../types.ts';
import type { FormatOptions, Formatter } from './format.ts';
import { findingLines } from './text-finding.ts';
import { type Page, pageOf } from './text-page.ts';
import { asides, scoreLine, summaryLines } from './text-summary.ts';
import { engineText, findingsOf, timeText } from './words.ts';

/** Usable without colours; everything in it is sanitised. */
export const textReport: Formatter = (report, options: FormatOptions = {}) => {
  const page = pageOf(options);
  const sections = report.sections.map((summary) => sectionLines(report, summary, page));
  const blocks = [headLines(report, page), ...sections, summaryLines(report, page), ...asides(report, page)];
  return [...blocks, scoreLine(report, page)]
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
};

function headLines(report: BenchReport, { paint, width }: Page): string[] {
  const where = `${engineText(report)} on ${report.host}, ${timeText(report.taken)}`;
  return [paint('bold', sanitize(report.benchmark)), ...wrap(sanitize(where, { max: 300 }), width)];
}

function sectionLines(report: BenchReport, { section, title }: SectionSummary, page: Page): string[] {
  const findings = findingsOf(report, section);
  if (findings.length === 0) return [];
  return [
    page.paint('bold', `${section}  ${title}`),
    ...findings.flatMap((finding) => findingLines(finding, page, alike(findings, finding))),
  ];
}

/** Id of the failure above that is mended in the same way; '' when there is none. What is said once need not be said fifteen times. */
function alike(findings: readonly Finding[], { check, remediation }: Finding): string {
  const first = findings.find((other) => other.state === 'fail' && other.remediation === remediation)?.check;
  return first === undefined || first === check ? '' : first;
}
