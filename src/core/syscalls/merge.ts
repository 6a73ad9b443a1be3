/** Several reports as one, and one report with fewer rows. */
import { SpcError } from '../errors.ts';
import { addLoss, sumKnown } from '../session/losses.ts';
import { mergeHistograms } from './histogram.ts';
import type { TimingReport, TimingRow } from './types.ts';

/** The rows of all, those of the same group and system call as one. A figure that one of them lacks is lacking. */
export function mergeRows(rows: readonly TimingRow[]): TimingRow[] {
  const merged = new Map<string, TimingRow>();
  for (const row of rows) {
    const key = JSON.stringify([row.group, row.syscall]);
    const before = merged.get(key);
    merged.set(key, before ? add(before, row) : row);
  }
  return [...merged.values()];
}

function add(a: TimingRow, b: TimingRow): TimingRow {
  return {
    ...a,
    number: a.number === b.number ? a.number : null,
    count: a.count + b.count,
    errors: both(a.errors, b.errors, (x, y) => x + y),
    total: a.total + b.total,
    min: both(a.min, b.min, Math.min),
    max: both(a.max, b.max, Math.max),
    histogram: both(a.histogram, b.histogram, (x, y) => mergeHistograms(x, y)),
  };
}

function both<T>(a: T | null, b: T | null, join: (a: T, b: T) => T): T | null {
  return a === null || b === null ? null : join(a, b);
}

/**
 * Several measurements as one: counts and times add up, as do durations. What was measured and how is the first's; tracers
 * that differ are named together. Throws `usage` for none, and for reports that group their rows differently.
 */
export function mergeReports(reports: readonly TimingReport[]): TimingReport {
  const [first, ...others] = reports;
  if (!first) throw new SpcError('usage', 'nothing to merge');
  const odd = others.find(({ by }) => by !== first.by);
  if (odd)
    throw new SpcError('usage', `one report is by ${first.by}, another by ${odd.by}`, 'their rows are not of one kind');
  const tracers = [...new Set(reports.map(({ measurement }) => measurement.tracer))];
  return {
    ...first,
    targets: distinct(reports.flatMap(({ targets }) => targets)),
    measurement: {
      ...first.measurement,
      tracer: tracers.join(', '),
      exact: reports.every(({ measurement }) => measurement.exact),
    },
    duration: sum(reports.map(({ duration }) => duration)),
    rows: mergeRows(reports.flatMap(({ rows }) => rows)),
    inFlight: {
      atStart: sumKnown(reports.map(({ inFlight }) => inFlight.atStart)),
      atEnd: sumKnown(reports.map(({ inFlight }) => inFlight.atEnd)),
    },
    losses: mergeLosses(reports.flatMap(({ losses }) => losses)),
    overhead: others.length === 0 ? first.overhead : null,
    runs: sum(reports.map(({ runs }) => runs)),
  };
}

const distinct = <T>(values: readonly T[]): T[] => [
  ...new Map(values.map((value) => [JSON.stringify(value), value])).values(),
];

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);

function mergeLosses(losses: TimingReport['losses']): TimingReport['losses'] {
  const merged: TimingReport['losses'] = [];
  for (const loss of losses) addLoss(merged, loss, () => true);
  return merged;
}
