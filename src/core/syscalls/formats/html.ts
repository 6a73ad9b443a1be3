/** A timing report as one page that needs nothing else: no script, no file, no network. */
import { durationText } from '../../duration.ts';
import { cellText } from '../../lists/columns.ts';
import { escaped } from '../../markup.ts';
import { TIMING_COLUMNS, type WeighedRow, weigh } from '../columns.ts';
import { versionOf } from '../headline.ts';
import type { Bucket, TimingReport } from '../types.ts';

/** Charts are drawn for this many rows, the heaviest. */
const CHARTS = 12;

/** The whole page. All text in it is from outside, and none can be markup. */
export function html(report: TimingReport): string {
  const rows = weigh(report.rows).sort((a, b) => b.total - a.total);
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    `<title>${escaped(titleOf(report))}</title><style>${STYLE}</style></head><body>`,
    `<h1>${escaped(titleOf(report))}</h1>`,
    facts(report),
    bars(rows.slice(0, CHARTS)),
    table(rows),
    '<h2>Latency</h2><div class="charts">',
    ...rows.slice(0, CHARTS).map(chart),
    '</div></body></html>\n',
  ].join('\n');
}

const titleOf = ({ targets, command }: TimingReport) =>
  `System calls of ${command ? command.join(' ') : targets.map(({ title }) => title).join(', ')}`;

function facts({ host, measurement, began, duration, losses, inFlight, overhead, runs }: TimingReport): string {
  const lost = losses.map(({ count, what }) => `${count ?? 'some'} ${what}`).join(', ');
  const lines: [string, string][] = [
    ['Host', `${host.hostname}, Linux ${host.kernel}, ${host.architecture}, ${host.cpus} × ${host.cpu}`],
    ['Measured', `${began}, ${durationText(duration)}${runs > 1 ? `, ${runs} runs together` : ''}`],
    ['By', `${versionOf(measurement.tracer, measurement.version)} (${measurement.from}); ${measurement.filter}`],
    ['Why', measurement.why],
    ['Cost', measurement.cost],
    ['Lost', lost || 'nothing known to be lost'],
    ['Under way', `${inFlight.atStart ?? '?'} when it began, ${inFlight.atEnd ?? '?'} when it ended; in no row`],
  ];
  if (overhead)
    lines.push([
      'Overhead',
      `a call takes ${overhead.bare} ns bare, ${overhead.traced} traced, ${overhead.attached} beside`,
    ]);
  return `<dl>${lines.map(([name, text]) => `<dt>${name}</dt><dd>${escaped(text)}</dd>`).join('')}</dl>`;
}

function table(rows: readonly WeighedRow[]): string {
  const columns = TIMING_COLUMNS.filter(({ key }) => key !== 'group' || rows.some(({ group }) => group !== ''));
  const head = columns
    .map(({ header, about, right }) => `<th${right ? ' class="n"' : ''} title="${escaped(about)}">${header}</th>`)
    .join('');
  const body = rows.map(
    (row) =>
      `<tr>${columns.map((column) => `<td${column.right ? ' class="n"' : ''}>${escaped(cellText(row, column))}</td>`).join('')}</tr>`,
  );
  return `<table><thead><tr>${head}</tr></thead><tbody>${body.join('\n')}</tbody></table>`;
}

const WIDTH = 640;
const BAR = 20;

/** Total time, a bar a row. */
function bars(rows: readonly WeighedRow[]): string {
  const most = Math.max(1, ...rows.map(({ total }) => total));
  const parts = rows.map(({ syscall, group, total }, index) => {
    const y = index * BAR;
    const label = escaped(`${group} ${syscall}`.trim());
    return [
      `<text x="150" y="${y + 14}" text-anchor="end">${label}</text>`,
      `<rect x="158" y="${y + 3}" width="${((total / most) * 380).toFixed(1)}" height="${BAR - 6}"/>`,
      `<text x="${(164 + (total / most) * 380).toFixed(1)}" y="${y + 14}">${durationText(total)}</text>`,
    ].join('');
  });
  return `<h2>Time</h2><svg viewBox="0 0 ${WIDTH} ${rows.length * BAR + 4}" role="img" aria-label="time by system call">${parts.join('')}</svg>`;
}

/** How many calls took how long; the axis of time is logarithmic. */
function chart({ group, syscall, histogram, count }: WeighedRow): string {
  const [first, last] = [histogram?.[0], histogram?.at(-1)];
  if (!histogram || !first || !last) return '';
  const most = Math.max(...histogram.map((bucket) => bucket.count));
  const [left, right] = [power(first.from), power(last.to)];
  const x = (ns: number) => ((power(ns) - left) / Math.max(1, right - left)) * 300;
  const columns = histogram.map((bucket) => {
    const height = Math.max(1, (bucket.count / most) * 80);
    const width = Math.max(1, x(bucket.to) - x(bucket.from) - 1);
    return `<rect x="${x(bucket.from).toFixed(1)}" y="${(86 - height).toFixed(1)}" width="${width.toFixed(1)}" height="${height.toFixed(1)}"><title>${bucketText(bucket)}</title></rect>`;
  });
  return [
    `<figure><figcaption>${escaped(`${group} ${syscall}`.trim())}, ${count} calls</figcaption>`,
    `<svg viewBox="0 0 300 104" role="img">${columns.join('')}`,
    `<text x="0" y="100">${durationText(first.from)}</text>`,
    `<text x="300" y="100" text-anchor="end">${durationText(last.to)}</text></svg></figure>`,
  ].join('');
}

const power = (ns: number) => Math.log2(Math.max(1, ns));

const bucketText = ({ from, to, count }: Bucket) => `${durationText(from)} to ${durationText(to)}: ${count}`;

const STYLE = `
:root { color-scheme: light dark; }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; }
dt { opacity: .65; }
dd { margin: 0; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: .15rem .6rem; border-bottom: 1px solid #8884; text-align: left; }
.n { text-align: right; }
svg { max-width: 40rem; font: 11px system-ui, sans-serif; fill: currentColor; }
rect { fill: #3b7dd8; }
.charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(18rem, 1fr)); gap: 1rem; }
figure { margin: 0; }
`;
