/** What bpftrace prints as JSON → the text it would have printed without, one for each entry of a map. */
import type { Printed } from './read.ts';
import { type Entries, isEntries, type Value } from './value.ts';

/** Maps by what their values are. */
const MAPS = ['map', 'stats', 'hist'];

/** Texts of a map or value, without a newline at the end; undefined: of a kind that is not known here. */
export function rendered({ type, data }: Printed): string[] | undefined {
  if (MAPS.includes(type) && isEntries(data))
    return data.entries.flatMap(([name, value]) => mapTexts(name, value, type === 'hist'));
  return type === 'value' || typeof data === 'string' ? [valueText(data)] : undefined;
}

const isList = (value: Value): value is readonly Value[] => Array.isArray(value);

function mapTexts(name: string, value: Value, isHistogram: boolean): string[] {
  if (!isEntries(value) || isStats(value)) return [entryText(name, value, isHistogram)];
  return value.entries.map(([key, each]) => entryText(`${name}[${keyText(key)}]`, each, isHistogram));
}

const STATS = 'count,average,total';
const isStats = ({ entries }: Entries) => entries.map(([key]) => key).join() === STATS;

/** JSON has the parts of a key joined by commas alone. */
const keyText = (key: string) => key.replaceAll(/,(?! )/g, ', ');

const entryText = (name: string, value: Value, isHistogram: boolean) =>
  isHistogram && isList(value) ? [`${name}:`, ...bars(value)].join('\n') : `${name}: ${valueText(value)}`;

function valueText(value: Value): string {
  if (typeof value === 'string') return value;
  if (isList(value)) return `(${value.map(valueText).join(', ')})`;
  return value.entries.map(([key, each]) => `${key} ${valueText(each)}`).join(', ');
}

const BAR_WIDTH = 52;

/** In bpftrace's form. `max` is the last that belongs to a bucket. */
function bars(buckets: readonly Value[]): string[] {
  const rows = buckets.map((bucket) => Object.fromEntries(isEntries(bucket) ? bucket.entries : []));
  const most = rows.reduce((max, { count }) => Math.max(max, Number(count) || 0), 1);
  return rows.map(({ min, max, count }) => {
    const bar = '@'.repeat(Math.floor((Number(count) / most) * BAR_WIDTH) || 0);
    return `${rangeText(min, max).padEnd(16)}${valueText(count ?? '').padStart(8)} |${bar.padEnd(BAR_WIDTH)}|`;
  });
}

/** Buckets of powers of two that have a number alone. Linear ones are told apart by nothing. */
const ALONE = ['0', '1'];

function rangeText(min: Value | undefined, max: Value | undefined): string {
  if (min === max && ALONE.includes(String(min))) return `[${String(min)}]`;
  const from = min === undefined ? '(...' : `[${numberText(min, 0n)}`;
  return `${from}, ${max === undefined ? '...' : numberText(max, 1n)})`;
}

const UNITS = ['', 'K', 'M', 'G', 'T', 'P', 'E'];

/** `4096` → `4K`, where it is whole. What is no number stays. */
function numberText(value: Value, added: bigint): string {
  if (typeof value !== 'string' || !/^-?\d{1,20}$/.test(value)) return valueText(value);
  let number = BigInt(value) + added;
  let unit = 0;
  for (; number !== 0n && number % 1024n === 0n; unit++) number /= 1024n;
  return `${number}${UNITS[unit]}`;
}
