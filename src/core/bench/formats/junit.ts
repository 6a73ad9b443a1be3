/**
 * JUnit's XML as Jenkins' schema (junit-4.xsd) has it and GitLab reads it: a suite a section, a test a check. GitLab shows
 * `classname` as the suite.
 */
import { escaped } from '../../markup.ts';
import type { BenchReport, Finding, SectionSummary, State } from '../types.ts';
import type { Formatter } from './format.ts';
import { engineText, findingsOf, itemText, waiverText } from './words.ts';

/** Fails are failures, what could not be judged is an error, what nobody judged here is skipped; info passes, and tells. */
export const junit: Formatter = (report) => {
  const suites = report.sections.map((section) => suiteOf(report, section));
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${escaped(report.benchmark)}" ${sumsOf(report.findings)}>`,
    ...suites,
    '</testsuites>\n',
  ].join('\n');
};

const SKIPPED: readonly State[] = ['note', 'not-applicable', 'waived'];

function sumsOf(findings: readonly Finding[]): string {
  const count = (...states: State[]) => findings.filter(({ state }) => states.includes(state)).length;
  return `tests="${findings.length}" failures="${count('fail')}" errors="${count('error')}" skipped="${count(...SKIPPED)}" time="0"`;
}

function suiteOf(report: BenchReport, { section, title }: SectionSummary): string {
  const findings = findingsOf(report, section);
  const name = `${section} ${title}`;
  // the schema allows neither fractions of a second nor a zone
  const place = `timestamp="${escaped(report.taken.slice(0, 19))}" hostname="${escaped(report.host)}"`;
  return [
    `  <testsuite name="${escaped(name)}" ${sumsOf(findings)} ${place}>`,
    `    <properties><property name="engine" value="${escaped(engineText(report))}"/></properties>`,
    ...findings.map((finding) => caseOf(finding, name)),
    '  </testsuite>',
  ].join('\n');
}

function caseOf(finding: Finding, suite: string): string {
  const head = `<testcase classname="${escaped(suite)}" name="${escaped(`${finding.check} ${finding.title}`)}" time="0"`;
  const outcome = OUTCOMES[finding.state](finding);
  return outcome === '' ? `    ${head}/>` : `    ${head}>${outcome}</testcase>`;
}

const skipped = (finding: Finding) => `<skipped message="${escaped(reasonOf(finding))}"/>`;

const OUTCOMES: Readonly<Record<State, (finding: Finding) => string>> = {
  pass: () => '',
  fail: (finding) =>
    `<failure type="${finding.severity}" message="${escaped(finding.detail)}">${escapedLines(finding)}</failure>`,
  error: ({ detail }) => `<error type="error" message="${escaped(detail)}"/>`,
  info: (finding) => `<system-out>${escapedLines(finding)}</system-out>`,
  note: skipped,
  'not-applicable': skipped,
  waived: skipped,
};

/** Why it is waived; items have a reason each. */
function reasonOf({ detail, waiver, items }: Finding): string {
  const reasons = [waiver, ...items.map((item) => item.waiver)].flatMap((use) => (use ? [waiverText(use)] : []));
  return [detail, ...new Set(reasons)].join('; ');
}

const escapedLines = ({ detail, items, remediation }: Finding) =>
  [detail, ...items.map((item) => `- ${itemText(item)}`), remediation].map((line) => escaped(line)).join('\n');
