/** When a pipeline shall fail: `--fail-on`. */
import { SpcError } from '../errors.ts';
import { counted } from '../text.ts';
import { type BenchReport, SEVERITIES, type Severity } from './types.ts';

export type Threshold =
  | { by: 'severity'; least: Severity }
  /** That many failed checks, or more. */
  | { by: 'count'; least: number }
  /** Fewer points than that. */
  | { by: 'score'; least: number };

const FORMAT = 'low, medium or high; a number of failed checks; score:N for less than N points';

/** `high`, `3`, `score:10` (`score` alone: less than none). Throws `usage`. */
export function parseThreshold(text: string): Threshold {
  const severity = SEVERITIES.find((known) => known === text);
  if (severity) return { by: 'severity', least: severity };
  if (/^[1-9]\d{0,5}$/.test(text)) return { by: 'count', least: Number(text) };
  const score = /^score(?::(-?\d{1,6}))?$/.exec(text);
  if (score) return { by: 'score', least: Number(score[1] ?? 0) };
  throw new SpcError('usage', `--fail-on does not know '${text}'`, '', FORMAT);
}

/** Why the report is past the threshold; '' when it is not. */
export function breach({ findings, score }: Pick<BenchReport, 'findings' | 'score'>, threshold: Threshold): string {
  const failed = findings.filter(({ state }) => state === 'fail');
  if (threshold.by === 'score')
    return score.points < threshold.least ? `the score is ${score.points}, and ${threshold.least} is asked for` : '';
  if (threshold.by === 'count')
    return failed.length >= threshold.least ? `${counted(failed.length, 'check')} failed` : '';
  const worst = failed.filter(({ severity }) => rank(severity) >= rank(threshold.least));
  const ids = worst.map(({ check }) => check).join(', ');
  return worst.length === 0 ? '' : `failed with severity ${threshold.least} or worse: ${ids}`;
}

/** Higher is worse. */
export const rank = (severity: Severity): number => SEVERITIES.indexOf(severity);
