/** The whole answer of `spc doctor`, and whether it is a good one. */
import type { TracerName } from '../events.ts';
import { type AbilityName, BASICS, OF_TRACER } from './abilities.ts';
import { diagnose } from './diagnose.ts';
import type { Diagnosis } from './diagnosis.ts';
import { type Evidence, hasCapability } from './evidence.ts';
import { isBlocked, type TargetEvidence, type TargetFinding, targetFindings } from './target.ts';
import { warningsOf } from './warnings.ts';

/** What `--json` prints. `schema`: goes up when something changes its meaning. */
export interface DoctorReport {
  schema: 1;
  /** Everything asked about works, at least in part. */
  ready: boolean;
  /** What does not, of what was asked about, and why: one line each. */
  failures: { ability: string; why: string }[];
  /** spc runs in a container, or in what is like one. */
  contained: boolean;
  kernel: string;
  abilities: Diagnosis[];
  warnings: string[];
  /** null: none was named. */
  target: { title: string; findings: TargetFinding[] } | null;
}

/** @param asked names given with --for; empty: what spc is of no use without */
export function makeReport(
  evidence: Evidence,
  target: TargetEvidence | null,
  asked: readonly AbilityName[],
): DoctorReport {
  const all = diagnose(evidence);
  const { self } = evidence;
  const mayTrace = hasCapability(evidence, 'SYS_PTRACE') === true;
  const findings = target ? targetFindings(target, { uid: self.uid, mayTrace }) : [];
  const failures = failuresOf(all, findings, asked);
  return {
    schema: 1,
    ready: failures.length === 0,
    failures,
    contained: self.contained,
    kernel: evidence.kernel.release,
    abilities: asked.length === 0 ? all : all.filter(({ ability }) => asked.some((name) => name === ability)),
    warnings: warningsOf(evidence),
    target: target && { title: target.title, findings },
  };
}

/** What is limited works in part; what is unknown cannot be relied on. */
function failuresOf(all: readonly Diagnosis[], findings: readonly TargetFinding[], asked: readonly AbilityName[]) {
  const names = asked.length === 0 ? BASICS : asked;
  return names.flatMap((name) => {
    const row = all.find(({ ability }) => ability === name);
    if (row && row.state !== 'works' && row.state !== 'limited')
      return { ability: name, why: `${row.state}: ${row.summary}` };
    const block = asked.length === 0 ? undefined : blockOf(name, findings);
    return block ? { ability: name, why: `this target: ${block.text}` } : [];
  });
}

function blockOf(name: AbilityName, findings: readonly TargetFinding[]): TargetFinding | undefined {
  const tracers = Object.entries(OF_TRACER).filter(([, names]) => names.includes(name));
  const [tracer] = tracers[0] ?? [];
  return tracer === undefined ? undefined : isBlocked(findings, tracer as TracerName);
}

/** One line that says how a tracer could be had, for a message that it failed; empty when nothing stands in its way. */
export function adviceLine(tracer: keyof typeof OF_TRACER, evidence: Evidence): string {
  const names = OF_TRACER[tracer];
  const rows = diagnose(evidence).filter(({ ability }) => names.some((name) => name === ability));
  if (rows.some(({ state }) => state === 'works')) return '';
  const [row] = rows.toSorted((a, b) => RANK.indexOf(a.state) - RANK.indexOf(b.state));
  const [first] = row?.advice ?? [];
  if (!row || !first) return '';
  const how =
    first.flags.length > 0 ? `${first.platform}: ${first.flags.join(' ')}` : first.text.replaceAll('\n', '; ');
  return `${row.summary}; ${how}; spc doctor --explain ${row.ability} tells more`;
}

const RANK = ['limited', 'unknown', 'denied', 'missing'];
