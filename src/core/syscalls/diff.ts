/** Two measurements, or two sets of repeated ones, side by side. */
import { SpcError } from '../errors.ts';
import { quantile } from './histogram.ts';
import { mergeReports, mergeRows } from './merge.ts';
import { welch } from './significance.ts';
import type { TimingReport, TimingRow } from './types.ts';

/** One system call before and after; times in ns. */
export interface DiffRow {
  group: string;
  syscall: string;
  /** null: it was not called on that side. */
  before: DiffSide | null;
  after: DiffSide | null;
  /** after ÷ before; null where a side lacks the figure. */
  averageRatio: number | null;
  p95Ratio: number | null;
  /** Of calls a second. */
  rateRatio: number | null;
  /** How likely averages so far apart are by chance; null with fewer than two reports a side. */
  p: number | null;
  change: 'slower' | 'faster' | 'same' | 'appeared' | 'disappeared';
}

export interface DiffSide {
  count: number;
  /** Calls a second. */
  rate: number;
  average: number;
  p95: number | null;
  /** Of the time of all system calls. */
  share: number;
}

export interface Diff {
  kind: 'syscall-times-diff';
  schema: number;
  before: TimingReport[];
  after: TimingReport[];
  rows: DiffRow[];
}

/** An average that differs by more than this is a change, unless repeated runs say that it may be chance. */
const NOTABLE = 0.05;
/** The usual limit for `p`. */
const SIGNIFICANT = 0.05;

/** Compares. Throws `usage` when a side has no report, or the reports group their rows differently. */
export function diffReports(before: readonly TimingReport[], after: readonly TimingReport[]): Diff {
  const named = { left: before.map(byName), right: after.map(byName) };
  const [left, right] = [mergeReports(named.left), mergeReports(named.right)];
  if (left.by !== right.by)
    throw new SpcError(
      'usage',
      `one report is by ${left.by}, another by ${right.by}`,
      'their rows are not of one kind',
    );
  const keys = new Map([...left.rows, ...right.rows].map((row) => [keyOf(row), row]));
  const sides = { left: sideFinder(left), right: sideFinder(right) };
  const means = { left: averages(named.left), right: averages(named.right) };
  const rows = [...keys].map(([key, { group, syscall }]) =>
    compare({ group, syscall }, sides.left(key), sides.right(key), [
      means.left.get(key) ?? [],
      means.right.get(key) ?? [],
    ]),
  );
  return { kind: 'syscall-times-diff', schema: 1, before: [...before], after: [...after], rows: rows.sort(byWeight) };
}

const keyOf = ({ group, syscall }: Pick<TimingRow, 'group' | 'syscall'>) => JSON.stringify([group, syscall]);

function sideFinder({ rows, duration }: TimingReport): (key: string) => DiffSide | null {
  const all = rows.reduce((sum, { total }) => sum + total, 0);
  const byKey = new Map(rows.map((row) => [keyOf(row), row]));
  return (key) => {
    const row = byKey.get(key);
    if (!row || row.count === 0) return null;
    return {
      count: row.count,
      rate: duration > 0 ? row.count / (duration / 1e9) : 0,
      average: row.total / row.count,
      p95: (row.histogram && quantile(row.histogram, 0.95, row)) ?? null,
      share: all > 0 ? row.total / all : 0,
    };
  };
}

/** The averages of each row in the reports that have it. */
function averages(reports: readonly TimingReport[]): Map<string, number[]> {
  const means = new Map<string, number[]>();
  for (const { rows } of reports)
    for (const row of rows) {
      if (row.count === 0 || row.total === 0) continue;
      const known = means.get(keyOf(row));
      if (known) known.push(row.total / row.count);
      else means.set(keyOf(row), [row.total / row.count]);
    }
  return means;
}

/** A process or thread has another number the next time: those of one name are compared together. */
function byName(report: TimingReport): TimingReport {
  const hasNumbers = report.by === 'process' || report.by === 'thread';
  const named = (row: TimingRow) => ({ ...row, group: row.group.replace(/ \(\d+\)$/, '') });
  return { ...report, rows: mergeRows(hasNumbers ? report.rows.map(named) : report.rows) };
}

function compare(
  name: Pick<DiffRow, 'group' | 'syscall'>,
  before: DiffSide | null,
  after: DiffSide | null,
  [first, second]: [number[], number[]],
): DiffRow {
  const p = welch(first, second) ?? null;
  const averageRatio = ratio(before?.average, after?.average);
  return {
    ...name,
    before,
    after,
    averageRatio,
    p95Ratio: ratio(before?.p95, after?.p95),
    rateRatio: ratio(before?.rate, after?.rate),
    p,
    change: changeOf(before, after, averageRatio, p),
  };
}

const ratio = (before?: number | null, after?: number | null) =>
  before && after !== undefined && after !== null ? after / before : null;

function changeOf(
  before: DiffSide | null,
  after: DiffSide | null,
  averageRatio: number | null,
  p: number | null,
): DiffRow['change'] {
  if (!before) return 'appeared';
  if (!after) return 'disappeared';
  if (averageRatio === null || (p !== null && p >= SIGNIFICANT)) return 'same';
  if (Math.abs(averageRatio - 1) <= NOTABLE) return 'same';
  return averageRatio > 1 ? 'slower' : 'faster';
}

/** What took most time on either side first. */
const weight = ({ before, after }: DiffRow) => Math.max(before?.share ?? 0, after?.share ?? 0);
const byWeight = (a: DiffRow, b: DiffRow) => weight(b) - weight(a) || a.syscall.localeCompare(b.syscall);

/** What makes a comparison fail. */
export interface FailRule {
  /** By how much an average may rise: 0.2 for 20 %. */
  rise: number;
  /** Rows with fewer calls on either side are not judged. */
  leastCount: number;
  /** Rows with a smaller share of the time on both sides are not judged. */
  leastShare: number;
}

/** The rows that are slower than a rule allows; with repeated runs, only those where chance is unlikely. */
export function regressions({ rows }: Diff, { rise, leastCount, leastShare }: FailRule): DiffRow[] {
  return rows.filter(
    ({ before, after, averageRatio, p }) =>
      averageRatio !== null &&
      averageRatio > 1 + rise &&
      (p === null || p < SIGNIFICANT) &&
      Math.min(before?.count ?? 0, after?.count ?? 0) >= leastCount &&
      Math.max(before?.share ?? 0, after?.share ?? 0) >= leastShare,
  );
}
