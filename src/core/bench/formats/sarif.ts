/**
 * SARIF 2.1.0 (OASIS). Results are what failed: readers such as GitHub's code scanning make an alert of every result, whatever
 * its kind. What could not be judged is a notification, what is waived is a suppressed result.
 */
import { asciiJson } from '../../ascii-json.ts';
import type { BenchReport, Finding, Severity } from '../types.ts';
import type { Formatter } from './format.ts';
import { resultsOf, ruleId } from './sarif-results.ts';
import { engineText } from './words.ts';

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

const LEVELS = { high: 'error', medium: 'warning', low: 'note' } as const satisfies Record<Severity, string>;

/** Out of ten, as code scanning sorts alerts (`security-severity`). */
const SCORES = { high: '8.0', medium: '5.5', low: '3.0' } as const satisfies Record<Severity, string>;

/** One run; every check of the report is a rule of it. */
export const sarif: Formatter = (report) =>
  `${asciiJson({ $schema: SCHEMA, version: '2.1.0', runs: [runOf(report)] }, 2)}\n`;

const runOf = (report: BenchReport) => ({
  tool: {
    driver: { name: 'spc bench', version: report.tool.version, rules: report.findings.map(ruleOf) },
  },
  automationDetails: { id: `spc-bench/${report.engine.name}/` },
  originalUriBaseIds: { HOST: { uri: 'file:///' } },
  invocations: [
    {
      executionSuccessful: true,
      startTimeUtc: report.taken,
      toolExecutionNotifications: report.unjudged.map(({ check, cause }) => ({
        level: 'warning',
        message: { text: `${check} could not be judged: ${cause}` },
        associatedRule: { id: ruleId(check) },
      })),
    },
  ],
  results: resultsOf(report, LEVELS),
  properties: { benchmark: report.benchmark, host: report.host, engine: engineText(report), score: report.score },
});

const ruleOf = ({ check, title, remediation, severity, level, section }: Finding) => ({
  id: ruleId(check),
  shortDescription: { text: title },
  help: { text: remediation },
  defaultConfiguration: { level: LEVELS[severity] },
  properties: {
    tags: ['security', `section ${section}`, `level ${level}`],
    'security-severity': SCORES[severity],
    precision: 'high',
  },
});
