/** What a race came to, as a table. Figures are medians of whole processes; ratios are taken round by round. */
import { median, type Result } from './race.ts';

const HEADS = ['median', 'min', 'max', 'ratio', 'over'];

export function report(title: string, results: Result[]): void {
  const [base] = results;
  const withPeak = results.some(({ peak }) => peak !== undefined);
  console.log(`\n${title} (${base?.times.length} rounds, ms${withPeak ? '; peak memory, MiB' : ''})`);
  printRow('command', withPeak ? [...HEADS, 'peak'] : HEADS);
  for (const result of results) printRow(result.name, cells(result, base?.times ?? []));
}

function cells({ times, peak }: Result, base: number[]): string[] {
  const ratio = median(times.map((ms, round) => ms / (base[round] ?? Number.NaN)));
  const over = median(times.map((ms, round) => ms - (base[round] ?? Number.NaN)));
  const figures = [median(times), Math.min(...times), Math.max(...times)].map((ms) => ms.toFixed(ms < 100 ? 1 : 0));
  const rest = peak === undefined ? [] : [(peak / 1024).toFixed(0)];
  return [...figures, ratio.toFixed(2), over.toFixed(0), ...rest];
}

export const printRow = (name: string, cells: string[]): void =>
  console.log(name.padEnd(38) + cells.map((cell) => cell.padStart(11)).join(''));
