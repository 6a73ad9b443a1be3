/** `spc bench --explain ID`: what a check is, why it matters, how to mend it, and what decided here. */
import { judge } from '../core/bench/report.ts';
import type { Check, Finding } from '../core/bench/types.ts';
import { SpcError } from '../core/errors.ts';
import type { PageItem, PageSection } from '../core/page.ts';
import type { UseCase } from '../core/types.ts';
import { type BenchRequest, type Gather, obtain } from './bench.ts';

/** A page a check. Without an engine the explanation is all there is. Throws as `judge`. */
export async function* explain(request: BenchRequest, checks: readonly Check[], gather: Gather): UseCase {
  const findings = yield* judged(request, gather);
  const rows = checks.map((check) => ({ check, finding: findings.find((finding) => finding.check === check.id) }));
  yield {
    kind: 'page',
    sections: rows.flatMap(({ check, finding }) => [explanation(check), ...evidenceOf(finding)]),
    data: { schema: 1, checks: rows.map(({ check, finding }) => ({ ...plain(check), finding: finding ?? null })) },
  };
  return 0;
}

async function* judged(request: BenchRequest, gather: Gather) {
  try {
    const { evidence } = yield* obtain(request.source, gather);
    return judge(evidence, request.judging).findings;
  } catch (error) {
    if (!(error instanceof SpcError) || error.code !== 'engine-down') throw error;
    yield { kind: 'note', text: `nothing is judged: ${error.message}: ${error.why}` } as const;
    return [];
  }
}

function explanation({ id, title, level, severity, mode, engines, explain: { what, why, how } }: Check): PageSection {
  const kind = `level ${level}, ${severity}, ${mode}, ${engines.join(' and ')}`;
  const labelled = { what, why, 'how to mend': how, kind };
  return { title: `${id} ${title}`, items: Object.entries(labelled).map(([label, text]) => ({ label, text })) };
}

function evidenceOf(finding: Finding | undefined): PageSection[] {
  if (!finding) return [];
  const { state, detail, evidence, items, waiver } = finding;
  const proofs = evidence.map((proof) => [proof.what, proof.value]);
  const found = items.map(({ kind, name, detail: wrong }) => [kind, name, wrong]);
  return [
    {
      title: 'Here',
      items: [
        { label: state, text: detail },
        ...(waiver ? [{ label: 'waiver', text: waiver.reason }] : []),
        ...tables(proofs),
        ...tables(found),
      ],
    },
  ];
}

const tables = (rows: string[][]): PageItem[] => (rows.length > 0 ? [{ rows }] : []);

/** Without what is code. */
const plain = ({ rule: _rule, ...check }: Check) => check;
