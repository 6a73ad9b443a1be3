/** `spc doctor`: what this host and caller can do, why not, and what would help. */
import { ABILITY_NAMES, type AbilityName, type OF_TRACER } from '../core/doctor/abilities.ts';
import { diagnoseOne } from '../core/doctor/diagnose.ts';
import type { Evidence } from '../core/doctor/evidence.ts';
import { explainPage, reportPage } from '../core/doctor/page.ts';
import { adviceLine, makeReport } from '../core/doctor/report.ts';
import type { TargetEvidence } from '../core/doctor/target.ts';
import { type ErrorCode, EXIT, SpcError } from '../core/errors.ts';
import type { TracerName } from '../core/events.ts';
import type { Target } from '../core/target.ts';
import type { UseCase } from '../core/types.ts';
import type { System } from './system.ts';
import { resolveTarget } from './targets.ts';

/** What the doctor needs beside a System. */
export interface DoctorIo {
  /** `tried`: abilities to be really tried. */
  gather(tried: readonly AbilityName[]): Promise<Evidence>;
  target(target: Target, pids: readonly number[]): Promise<TargetEvidence>;
}

export interface DoctorRequest {
  target?: string | undefined;
  /** Abilities that the exit status is about; empty: spc's basics. */
  asked: readonly AbilityName[];
  /** One ability in full. */
  explain?: AbilityName | undefined;
  /** Really tries what can be tried. */
  try: boolean;
  /** Only what does not work. */
  quiet: boolean;
}

/** Shows the page. Exit status 0, or that of `not-ready`. Throws as `resolveTarget` does. */
export async function* doctor(system: System, io: DoctorIo, request: DoctorRequest): UseCase {
  const target = request.target === undefined ? null : await lookAt(request.target, system, io);
  const asked = request.explain ? [request.explain] : request.asked;
  const tried = asked.length > 0 ? asked : ABILITY_NAMES;
  if (request.try) yield { kind: 'progress', text: 'trying' };
  const evidence = await io.gather(request.try ? tried : []);
  const report = makeReport(evidence, target, asked);
  if (request.explain) {
    const row = diagnoseOne(request.explain, evidence);
    yield { kind: 'page', sections: explainPage(row), data: { schema: 1, ...row } };
  } else yield { kind: 'page', sections: reportPage(report, request), data: report };
  return report.ready ? 0 : EXIT['not-ready'].status;
}

async function lookAt(text: string, system: System, io: DoctorIo): Promise<TargetEvidence> {
  const found = resolveTarget(text, system);
  const pids = found.pid > 0 ? (found.container?.pids ?? [found.pid]) : [];
  return await io.target(found, pids);
}

/**
 * For the message of a tracer that could not be started: what stands in its way, and the least that would help; empty when
 * the doctor knows of nothing.
 */
export async function adviceFor(tracer: TracerName, io: Pick<DoctorIo, 'gather'>): Promise<string> {
  if (tracer === 'spc' || tracer === 'log') return '';
  return adviceLine(tracer as keyof typeof OF_TRACER, await io.gather([]));
}

/** Failures that want of a right explains. */
const DENIALS: readonly ErrorCode[] = ['no-root', 'no-capability', 'system'];

/** The same error with the doctor's answer as its hint, where it has one. */
export async function withAdvice(
  error: SpcError,
  tracer: TracerName,
  advise: ((tracer: TracerName) => Promise<string>) | undefined,
): Promise<SpcError> {
  if (!advise || !DENIALS.includes(error.code)) return error;
  const advice = await advise(tracer).catch(() => '');
  if (advice === '') return error;
  return new SpcError(error.code, error.message, error.why, advice, { cause: error });
}
