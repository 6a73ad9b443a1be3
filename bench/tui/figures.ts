/** Figures of a scenario, beside what they are to be. */
import { printRow } from '../report.ts';

/** The value that so large a part of them does not exceed. */
export function quantile(values: number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * part) - 1)] ?? Number.NaN;
}

/** A row of what was found and of what it is to be at most. */
export function printFigure(name: string, found: number, unit: string, goal?: number): void {
  const shown = `${found.toFixed(found < 100 ? 1 : 0)} ${unit}`;
  printRow(name, [
    shown,
    goal === undefined ? '' : `≤ ${goal} ${unit}`,
    goal !== undefined && found > goal ? 'MISSED' : '',
  ]);
}
