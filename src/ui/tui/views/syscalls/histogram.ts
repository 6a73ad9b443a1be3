/** How long calls took, as bars. */
import type { TimingSnapshot } from '../../../../core/wire/timing.ts';
import { compact } from '../../number.ts';
import { paint, paintAll } from '../../paint.ts';
import { toWidth } from '../../text.ts';
import type { TerminalLook } from '../../types.ts';
import type { Area } from '../../view.ts';

type Buckets = TimingSnapshot['histogram'];

const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** A title, and a line each power of two between the shortest and the longest; the longest when there is too little room. */
export function histogramLines(
  title: string,
  histogram: Buckets,
  { width, height }: Area,
  look: TerminalLook,
): string[] {
  if (height <= 0 || width <= 0) return [];
  const buckets = filled(histogram).slice(-(height - 1) || undefined);
  const most = Math.max(1, ...buckets.map(({ count }) => count));
  const total = histogram.reduce((sum, { count }) => sum + count, 0);
  const room = Math.max(1, width - LABEL - COUNT - 4);
  const lines = buckets.map(({ from, count }) =>
    paintAll(look, [
      { text: ` ${toWidth(rangeText(from), LABEL)}  `, role: 'dim' },
      { text: toWidth(bar(count / most, room, look), room), role: 'title' },
      { text: ` ${toWidth(count === 0 ? '' : countText(count, total), COUNT, true)}`, role: 'text' },
    ]),
  );
  const none = buckets.length === 0 ? [paint(look, 'dim', toWidth(' no call was measured yet', width))] : [];
  return [paint(look, 'header', toWidth(` ${title}`, width)), ...lines, ...none].slice(0, height);
}

const LABEL = 15;
const COUNT = 12;

/** Powers of two without calls between those that have some. */
function filled(histogram: Buckets): Buckets {
  const counts = new Map(histogram.map(({ from, count }) => [from, count]));
  const froms = [...counts.keys()];
  const filled: Buckets = [];
  const last = Math.max(...froms);
  for (let from = Math.min(...froms); from <= last; from = Math.max(1, from * 2))
    filled.push({ from, count: counts.get(from) ?? 0 });
  return filled;
}

const rangeText = (from: number) => `${short(from).padStart(6)} - ${short(Math.max(1, from * 2)).padStart(6)}`;

const UNITS = ['ns', 'µs', 'ms', 's'];

/** `1.0µs`, `512ns`, `131µs`: as exact as a border need be. */
function short(ns: number): string {
  const unit = Math.min(UNITS.length - 1, ns < 1000 ? 0 : Math.floor(Math.log10(ns) / 3));
  const value = ns / 1000 ** unit;
  return `${unit > 0 && value < 10 ? value.toFixed(1) : Math.round(value)}${UNITS[unit]}`;
}

const countText = (count: number, total: number) =>
  `${compact(count)} ${((count / total) * 100).toFixed(0).padStart(3)}%`;

/** `share` of the room; what is more than nothing is seen. */
function bar(share: number, room: number, { unicode }: TerminalLook): string {
  if (share <= 0) return '';
  if (!unicode) return '#'.repeat(Math.max(1, Math.round(share * room)));
  const eighths = Math.max(1, Math.round(share * room * 8));
  return '█'.repeat(Math.floor(eighths / 8)) + EIGHTHS[eighths % 8];
}
