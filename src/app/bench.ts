/** `spc bench`: evidence, judged; from an engine, or as it was saved. */
import { type Baseline, compare } from '../core/bench/baseline.ts';
import { lookedAt } from '../core/bench/looked-at.ts';
import { type JudgeOptions, judge } from '../core/bench/report.ts';
import { breach, type Threshold } from '../core/bench/threshold.ts';
import type { BenchReport, EngineName, Evidence } from '../core/bench/types.ts';
import { EXIT, SpcError } from '../core/errors.ts';
import { counted } from '../core/text.ts';
import type { Msg, UseCase } from '../core/types.ts';
import type { Gathered, GatherRequest } from '../io/bench/gather.ts';

export type Gather = (request: GatherRequest) => Promise<Gathered>;

/** Where evidence comes from. */
export type Source =
  | {
      kind: 'engine';
      /** The first that answers. */
      engines: readonly EngineName[];
      /** The caller named it: it is judged as far as it can be when it does not answer. */
      isNamed: boolean;
      timeoutMs: number;
      trustedUsers: readonly string[] | undefined;
    }
  | { kind: 'evidence'; evidence: Evidence };

export interface BenchRequest {
  source: Source;
  judging: JudgeOptions;
  threshold: Threshold | undefined;
  baseline: Baseline | undefined;
}

/** What becomes of what was found: files, and what is shown. */
export interface BenchOutput {
  evidence(evidence: Evidence): Iterable<Msg>;
  report(report: BenchReport): Iterable<Msg>;
}

/**
 * Exit status 0; `findings` when the threshold is breached; that of the engine's failure when it did not answer all.
 * Throws `engine-down` when no engine answers and none was named, and as `judge`.
 */
export async function* bench(request: BenchRequest, gather: Gather, output: BenchOutput): UseCase {
  const { evidence, failure } = yield* obtain(request.source, gather);
  yield* output.evidence(evidence);
  const judged = judge(evidence, request.judging);
  const { baseline, judging } = request;
  const report = baseline
    ? { ...judged, comparison: compare(judged, baseline, lookedAt(evidence, judging.selection)) }
    : judged;
  yield* output.report(report);
  return yield* verdict(report, request.threshold, failure);
}

/** Evidence, and why it is not whole. */
export async function* obtain(source: Source, gather: Gather): AsyncGenerator<Msg, Gathered> {
  if (source.kind === 'evidence') return { evidence: source.evidence };
  const { engines, isNamed, timeoutMs, trustedUsers } = source;
  const failures: { engine: EngineName; failure: SpcError }[] = [];
  for (const engine of engines) {
    const found = await gather({ engine, timeoutMs, trustedUsers });
    if (found.failure && 'missing' in found.evidence.info && !isNamed) {
      failures.push({ engine, failure: found.failure });
      continue;
    }
    // an engine that hangs is not one that is not there
    for (const { engine: before, failure } of failures)
      if (!isAbsent(failure)) yield warning(`${before} is not judged: ${textOf(failure)}`);
    if (found.failure) yield warning(`not everything could be asked: ${textOf(found.failure)}`);
    return found;
  }
  throw noneAnswers(failures);
}

const isAbsent = ({ cause }: SpcError) => (cause as NodeJS.ErrnoException | undefined)?.code === 'ENOENT';

const textOf = ({ message, why }: SpcError) => [message, why].filter(Boolean).join(': ');

const warning = (text: string): Msg => ({ kind: 'warning', text });

function noneAnswers(failures: readonly { engine: EngineName; failure: SpcError }[]): SpcError {
  return new SpcError(
    'engine-down',
    'no engine answers',
    failures.map(({ failure }) => textOf(failure)).join('; '),
    'start one; or --engine docker, which judges the host without it; or --from a snapshot',
  );
}

function* verdict(
  report: BenchReport,
  threshold: Threshold | undefined,
  failure: SpcError | undefined,
): Generator<Msg, number> {
  const why = threshold ? breach(report, threshold) : '';
  if (threshold && report.unjudged.length > 0)
    yield warning(`--fail-on knows nothing of ${counted(report.unjudged.length, 'check')} that could not be judged`);
  if (why !== '') yield warning(`--fail-on: ${why}`);
  return why === '' ? (failure?.exitStatus ?? 0) : EXIT.findings.status;
}
