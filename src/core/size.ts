/** Amounts of storage as users write them: `1G`, `500M`, `64k`; a bare number is bytes. */
import { SpcError } from './errors.ts';

const UNITS: Readonly<Record<string, number>> = { '': 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3, t: 1024 ** 4 };

/** Text → bytes; powers of 1024, `KiB` and `KB` alike. Throws `usage`. */
export function parseSize(text: string): number {
  const [, amount, unit = ''] = /^(\d{1,12}(?:\.\d{1,6})?)([kmgt]?)(?:i?b)?$/i.exec(text) ?? [];
  if (amount === undefined)
    throw new SpcError('usage', `'${text}' is no amount of storage`, '', 'write it like 1G, 500M or 64k');
  return Math.floor(Number(amount) * (UNITS[unit.toLowerCase()] ?? 0));
}
