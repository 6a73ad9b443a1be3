/** Evidence → report. */
import { BENCHMARK, SECTION_TITLES, SECTIONS } from './order.ts';
import { isNarrow, type Selection, selectChecks, selectObjects } from './selection.ts';
import {
  type BenchReport,
  type Check,
  type Evidence,
  type Finding,
  REPORT_SCHEMA,
  RULE_STATES,
  type SectionSummary,
  type State,
  type Waiver,
} from './types.ts';
import { applyWaivers } from './waivers.ts';

export interface JudgeOptions {
  /** The table of checks. */
  checks: readonly Check[];
  selection: Selection;
  waivers: readonly Waiver[];
  /** `2026-11-22`, in UTC: by this day waivers expire. */
  today: string;
  /** Of spc. */
  version: string;
}

/** Judges what is selected. Throws `usage` and `no-container` for a selection that names what is not there. */
export function judge(evidence: Evidence, options: JudgeOptions): BenchReport {
  const checks = selectChecks(options.checks, options.selection);
  const { evidence: selected, leftOut } = selectObjects(evidence, options.selection);
  const used = new Set<Waiver>();
  const findings = checks.map((check) => findingOf(check, selected, options, used));
  const counts = countStates(findings);
  const { name, version, rootless } = evidence.engine;
  return {
    schema: REPORT_SCHEMA,
    tool: { name: 'spc', version: options.version },
    benchmark: BENCHMARK,
    host: evidence.host,
    engine: { name, version, rootless },
    taken: evidence.taken,
    findings,
    sections: summarise(findings),
    counts,
    score: scoreOf(findings),
    unjudged: findings.flatMap(({ check, state, detail }) => (state === 'error' ? [{ check, cause: detail }] : [])),
    leftOut,
    unusedWaivers: isNarrow(options.selection) ? [] : unusedOf(options.waivers, used, findings),
  };
}

function findingOf(
  check: Check,
  evidence: Evidence,
  { waivers, today }: JudgeOptions,
  usedWaivers: Set<Waiver>,
): Finding {
  const { used, ...waived } = applyWaivers(check.id, check.rule(evidence), waivers, today);
  for (const waiver of used) usedWaivers.add(waiver);
  const { id, section, title, level, scored, severity, explain } = check;
  return { check: id, section, title, level, scored, severity, ...waived, remediation: explain.how };
}

/** What a check that could not be judged would have found, nobody knows. */
function unusedOf(waivers: readonly Waiver[], used: ReadonlySet<Waiver>, findings: readonly Finding[]): Waiver[] {
  const judged = new Set(findings.flatMap(({ check, state }) => (state === 'error' ? [] : [check])));
  return waivers.filter((waiver) => !used.has(waiver) && judged.has(waiver.check));
}

/** +1 for each automated check that passed, −1 for each that failed; all else is 0, a waived failure too. */
function scoreOf(findings: readonly Finding[]): { points: number; of: number } {
  const count = (state: State) => findings.filter((finding) => finding.scored && finding.state === state).length;
  const [passed, failed] = [count('pass'), count('fail')];
  return { points: passed - failed, of: passed + failed };
}

/** Every state, in order. */
export const STATES: readonly State[] = [...RULE_STATES, 'waived'];

function countStates(findings: readonly Finding[]): Record<State, number> {
  const count = (state: State) => findings.filter((finding) => finding.state === state).length;
  return Object.fromEntries(STATES.map((state) => [state, count(state)])) as Record<State, number>;
}

function summarise(findings: readonly Finding[]): SectionSummary[] {
  return SECTIONS.map((section) => ({ section, own: findings.filter((finding) => finding.section === section) }))
    .filter(({ own }) => own.length > 0)
    .map(({ section, own }) => ({ section, title: SECTION_TITLES[section], counts: countStates(own) }));
}
