/** A timing report as the terminal UI gets it. */
import { sanitize } from '../sanitize.ts';
import type { WeighedRow } from '../syscalls/columns.ts';
import { versionOf } from '../syscalls/headline.ts';
import { mergeHistograms } from '../syscalls/histogram.ts';
import { screenColumns, type View, viewRows } from '../syscalls/present.ts';
import type { Bucket, TimingReport } from '../syscalls/types.ts';
import { type Identity, listAnswer } from './answer.ts';
import type { TimingSnapshot, Watch } from './timing.ts';
import type { ListAnswer } from './types.ts';

const MAX_LINE = 500;

type Measured = Pick<TimingSnapshot, 'tracer' | 'cost' | 'table' | 'sort' | 'call' | 'histogram' | 'lost' | 'notes'>;

/** Before the first report. */
export const NOTHING_MEASURED: Measured = {
  tracer: '',
  cost: '',
  table: { columns: [], rows: [], gaps: [] },
  sort: '-total',
  call: '',
  histogram: [],
  lost: 0,
  notes: [],
};

/** Nothing is chosen. */
export const WATCH_ALL: Watch = { call: '', sort: '' };

/**
 * What a report says, as it is shown: rows in the order and number the view asks for, unless `watch` asks for another order;
 * the histogram is that of the row it names, if there is one. Throws `usage` for a column there is not.
 */
export function measuredOf(report: TimingReport, view: View, watch: Watch = WATCH_ALL): Measured {
  const shown = watch.sort === '' ? view : { ...view, sort: watch.sort };
  const chosen = report.rows.filter((row) => idOf(row) === watch.call);
  const rows = chosen.length > 0 ? chosen : report.rows;
  const { tracer, version, from, why, filter, cost } = report.measurement;
  const line = (text: string) => sanitize(text, { max: MAX_LINE });
  return {
    tracer: line(`${versionOf(tracer, version)} (${from}): ${why}; ${filter}`),
    cost: line(cost),
    table: tableOf(report, shown),
    sort: shown.sort ?? '-total',
    call: chosen.length > 0 ? watch.call : '',
    histogram: powersOfTwo(mergeHistograms(...rows.map(({ histogram }) => histogram ?? []))),
    lost: report.losses.reduce((sum, { count }) => sum + (count ?? 0), 0),
    notes: notesOf(report).map(line),
  };
}

function tableOf(report: TimingReport, view: View): ListAnswer {
  const columns = screenColumns(report, view);
  const shown = columns.map(({ key }) => key);
  return listAnswer({ rows: viewRows(report, view), gaps: [] }, { columns, shown, identify });
}

/** A row is no target: it is looked at where it is. */
const identify = (row: WeighedRow): Identity => ({ id: idOf(row), target: '', mark: '', engine: '' });

const idOf = ({ group, syscall }: Pick<WeighedRow, 'group' | 'syscall'>): string =>
  sanitize([group, syscall].filter(Boolean).join(' '));

/** Numbers by powers of two, whatever steps a tracer took between them. */
export function powersOfTwo(buckets: readonly Bucket[]): TimingSnapshot['histogram'] {
  const sums = new Map<number, number>();
  for (const { from, count } of buckets) {
    const power = from < 1 ? 0 : 2 ** Math.floor(Math.log2(from));
    sums.set(power, (sums.get(power) ?? 0) + count);
  }
  return [...sums].map(([from, count]) => ({ from, count })).sort((a, b) => a.from - b.from);
}

function notesOf({ losses, measurement, overhead, inFlight: { atEnd } }: TimingReport): string[] {
  return [
    ...losses.map(({ count, what }) => `LOST: ${count?.toLocaleString('en') ?? 'some'} ${what}`),
    ...(measurement.exact ? [] : ['not exact: this tracer misses some calls']),
    ...(atEnd ? [`in no row: ${atEnd} calls under way when it ended`] : []),
    ...(overhead
      ? [
          `a call of dd bs=1 here: ${Math.round(overhead.bare)} ns bare, ${Math.round(overhead.traced)} ns as the target`,
        ]
      : []),
  ];
}
