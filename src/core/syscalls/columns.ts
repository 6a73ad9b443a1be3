/** The columns of a timing report. */
import { durationText } from '../duration.ts';
import type { Column } from '../lists/columns.ts';
import { quantile } from './histogram.ts';
import type { TimingRow } from './types.ts';

/** A row, and the time of all rows: what its share is of. */
export interface WeighedRow extends TimingRow {
  all: number;
}

/** Rows with the sum of their times. */
export function weigh(rows: readonly TimingRow[]): WeighedRow[] {
  const all = rows.reduce((sum, { total }) => sum + total, 0);
  return rows.map((row) => ({ ...row, all }));
}

const atShare = (share: number) => (row: WeighedRow) =>
  row.histogram ? (quantile(row.histogram, share, row) ?? null) : null;

/** A column of ns: the plain number in data, a readable length on the screen. */
function time(
  key: string,
  header: string,
  about: string,
  value: (row: WeighedRow) => number | null,
  more: Pick<Column<WeighedRow>, 'spare'> = {},
): Column<WeighedRow> {
  const text = (row: WeighedRow) => {
    const ns = value(row);
    return ns === null ? '-' : durationText(Math.round(ns));
  };
  return { key, header, about: `${about}, ns`, right: true, value: (row) => rounded(value(row)), text, ...more };
}

const rounded = (ns: number | null) => (ns === null ? null : Math.round(ns));

export const TIMING_COLUMNS: readonly Column<WeighedRow>[] = [
  { key: 'group', header: 'GROUP', about: 'thread, process, container or host', value: ({ group }) => group },
  { key: 'syscall', header: 'SYSCALL', about: 'the system call', whole: true, value: ({ syscall }) => syscall },
  { key: 'count', header: 'COUNT', about: 'how often it returned', right: true, value: ({ count }) => count },
  { key: 'errors', header: 'ERRORS', about: 'how often with an error', right: true, value: ({ errors }) => errors },
  time('total', 'TOTAL', 'time in it', ({ total }) => total),
  {
    key: 'share',
    header: 'SHARE',
    about: 'of the time in all system calls, 0 to 1',
    right: true,
    value: ({ total, all }) => (all > 0 ? total / all : 0),
    text: ({ total, all }) => `${((all > 0 ? total / all : 0) * 100).toFixed(1)}%`,
  },
  time('average', 'AVG', 'mean time', ({ total, count }) => (count > 0 ? total / count : null)),
  time('min', 'MIN', 'shortest', ({ min }) => min, { spare: true }),
  time('p50', 'P50', 'half took at most this, by the histogram', atShare(0.5), { spare: true }),
  time('p95', 'P95', '95 % took at most this, by the histogram', atShare(0.95)),
  time('p99', 'P99', '99 % took at most this, by the histogram', atShare(0.99), { spare: true }),
  time('max', 'MAX', 'longest', ({ max }) => max),
  {
    key: 'number',
    header: 'NR',
    about: "the kernel's number of it",
    right: true,
    value: ({ number }) => number,
  },
];

/** Shown unless told otherwise; `group` only where rows have one. */
export const TIMING_DEFAULTS = [
  'syscall',
  'count',
  'errors',
  'total',
  'share',
  'average',
  'min',
  'p50',
  'p95',
  'p99',
  'max',
];
