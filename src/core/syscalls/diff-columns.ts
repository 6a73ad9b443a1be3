/** The columns of a comparison of timing reports. */
import { durationText } from '../duration.ts';
import type { Column } from '../lists/columns.ts';
import type { DiffRow, DiffSide } from './diff.ts';

type Side = 'before' | 'after';

const times = (ratio: number | null) => (ratio === null ? '-' : `×${ratio.toFixed(2)}`);

function figure(
  side: Side,
  name: keyof DiffSide,
  header: string,
  about: string,
  show: (value: number) => string,
): Column<DiffRow> {
  const key = `${name}${side === 'before' ? 'Before' : 'After'}`;
  const value = (row: DiffRow) => row[side]?.[name] ?? null;
  const text = (row: DiffRow) => {
    const number = value(row);
    return number === null ? '-' : show(number);
  };
  return { key, header, about, right: true, value, text };
}

const both = (name: keyof DiffSide, header: string, about: string, show: (value: number) => string) =>
  (['before', 'after'] as const).map((side) =>
    figure(side, name, side === 'before' ? header : `${header}'`, `${about}, ${side}`, show),
  );

function ratio(key: 'averageRatio' | 'p95Ratio' | 'rateRatio', header: string, about: string): Column<DiffRow> {
  const spare = key !== 'averageRatio';
  return { key, header, about, right: true, spare, value: (row) => row[key], text: (row) => times(row[key]) };
}

const ns = (value: number) => durationText(Math.round(value));

export const DIFF_COLUMNS: readonly Column<DiffRow>[] = [
  { key: 'group', header: 'GROUP', about: 'thread, process, container or host', value: ({ group }) => group },
  { key: 'syscall', header: 'SYSCALL', about: 'the system call', whole: true, value: ({ syscall }) => syscall },
  {
    key: 'change',
    header: 'CHANGE',
    about: 'slower, faster, same, appeared, disappeared',
    value: ({ change }) => change,
  },
  ...both('count', 'COUNT', 'calls', String),
  ...both('rate', 'RATE', 'calls a second', (value) => value.toFixed(1)),
  ratio('rateRatio', 'RATE×', 'rate, after ÷ before'),
  ...both('average', 'AVG', 'mean time, ns', ns),
  ratio('averageRatio', 'AVG×', 'mean time, after ÷ before'),
  ...both('p95', 'P95', '95 % took at most this, ns', ns),
  ratio('p95Ratio', 'P95×', '95th percentile, after ÷ before'),
  ...both('share', 'SHARE', 'of the time in all system calls', (value) => `${(value * 100).toFixed(1)}%`),
  {
    key: 'p',
    header: 'P',
    about: 'how likely means so far apart are by chance; needs two reports a side',
    right: true,
    value: ({ p }) => p,
    text: ({ p }) => (p === null ? '-' : p < 0.001 ? '<0.001' : p.toFixed(3)),
  },
];

export const DIFF_DEFAULTS = [
  'syscall',
  'change',
  'countBefore',
  'countAfter',
  'averageBefore',
  'averageAfter',
  'averageRatio',
  'p95Ratio',
  'rateRatio',
  'p',
];
