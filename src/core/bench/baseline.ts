/** A report against an earlier one: what appeared, what was fixed. */
import { SpcError } from '../errors.ts';
import { type BenchReport, type Comparison, type Difference, REPORT_SCHEMA } from './types.ts';

/** Of an earlier report, what a comparison needs. */
export type Baseline = Pick<BenchReport, 'taken' | 'findings'>;

/**
 * Failures only, item by item. What was not judged this time (not selected, or an error) is not fixed; a failure that is
 * waived by now is.
 *
 * @param isLookedAt whether an item, as `container web`, is among what was judged
 */
export function compare(
  now: Pick<BenchReport, 'findings'>,
  earlier: Baseline,
  isLookedAt: (item: string) => boolean = () => true,
): Comparison {
  const [present, past] = [failuresOf(now), failuresOf(earlier)];
  const judged = new Set(now.findings.flatMap(({ check, state }) => (state === 'error' ? [] : [check])));
  const [presentKeys, pastKeys] = [keysOf(present), keysOf(past)];
  return {
    since: earlier.taken,
    appeared: present.filter((one) => !pastKeys.has(keyOf(one))),
    fixed: past.filter((one) => judged.has(one.check) && !presentKeys.has(keyOf(one)) && isLookedAt(one.item)),
    unchanged: present.filter((one) => pastKeys.has(keyOf(one))).length,
  };
}

function failuresOf({ findings }: Pick<BenchReport, 'findings'>): Difference[] {
  const failed = findings.filter(({ state }) => state === 'fail');
  return failed.flatMap(({ check, items, detail }) => {
    const left = items.filter(({ waiver }) => !waiver || waiver.expired);
    if (items.length === 0) return [{ check, item: '', detail }];
    return left.map((item) => ({ check, item: `${item.kind} ${item.name}`, detail: item.detail }));
  });
}

const keyOf = ({ check, item }: Difference) => JSON.stringify([check, item]);

const keysOf = (differences: readonly Difference[]) => new Set(differences.map(keyOf));

/** A saved report's value, as far as a comparison needs it. Throws `bad-report`. */
export function parseBaseline(value: unknown, source: string): Baseline {
  const bad = (why: string) => new SpcError('bad-report', `${source} is no report of spc bench, or damaged`, why);
  if (!isMap(value) || !('schema' in value)) throw bad('it has no schema');
  if (Number(value['schema']) > REPORT_SCHEMA)
    throw new SpcError('bad-report', `${source} was written by a newer spc`, '', 'compare it with that one');
  if (value['schema'] !== REPORT_SCHEMA) throw bad('its schema is none');
  const { taken, findings } = value;
  if (typeof taken !== 'string' || !Array.isArray(findings)) throw bad('it has no findings');
  const wrong = findings.findIndex((finding) => !isFinding(finding));
  if (wrong >= 0) throw bad(`findings[${wrong}] is none`);
  return { taken, findings: findings as BenchReport['findings'] };
}

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What {@link compare} reads of it. */
function isFinding(value: unknown): boolean {
  if (!isMap(value)) return false;
  const { check, state, detail, items } = value;
  return [check, state, detail].every(isText) && Array.isArray(items) && items.every(isItem);
}

const isText = (value: unknown) => typeof value === 'string';

const isItem = (value: unknown) =>
  isMap(value) &&
  [value['kind'], value['name'], value['detail']].every(isText) &&
  (value['waiver'] === undefined || (isMap(value['waiver']) && typeof value['waiver']['expired'] === 'boolean'));
