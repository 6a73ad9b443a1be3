/** A race: contestants that do the same job, in turns, so that a machine whose speed drifts treats all alike. */
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const SPC = fileURLToPath(new URL('../bin/spc', import.meta.url));

export interface Contestant {
  name: string;
  /** Run one after the other; their times are added up. */
  commands: string[][];
}

export interface Race {
  title: string;
  /** The first is the one the others are held against. */
  contestants: Contestant[];
  /** Measure peak memory, too. */
  memory?: boolean;
  /** Makes what the race needs; it may be there already. */
  before?(): void;
  after?(): void;
}

/** Wall time of each contestant in each round, ms; peak memory of its largest command, KiB. */
export interface Result {
  name: string;
  times: number[];
  peak?: number;
}

/** One round before counts for nothing: it warms caches. */
export function measure({ contestants, memory = false }: Race, rounds: number): Result[] {
  const results: Result[] = contestants.map(({ name }) => ({ name, times: [] }));
  for (let round = -1; round < rounds; round++)
    contestants.forEach(({ commands }, i) => {
      const ms = sum(commands.map(time));
      if (round >= 0) results[i]?.times.push(ms);
    });
  if (!memory) return results;
  return results.map((result, i) => ({ ...result, peak: Math.max(...(contestants[i]?.commands ?? []).map(peakOf)) }));
}

/** Runs a command that has to succeed; ms. What it prints goes nowhere: no contestant waits for a reader. */
function time(argv: string[]): number {
  const [file = '', ...args] = argv;
  const begin = performance.now();
  const { status, stderr } = spawnSync(file, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  const ms = performance.now() - begin;
  if (status !== 0) throw new Error(`${argv.join(' ')} ended with ${status}: ${stderr}`);
  return ms;
}

/** Peak resident memory, KiB, by time(1); the median of three. */
function peakOf(argv: string[]): number {
  const file = `/var/tmp/spc-bench-${process.pid}.peak`;
  const peaks = [1, 2, 3].map(() => {
    time(['time', '-f', '%M', '-o', file, ...argv]);
    return Number(readFileSync(file, 'utf8'));
  });
  rmSync(file);
  return median(peaks);
}

/** Runs a command that has to succeed; what it prints. */
export function must(argv: string[], input = '', env: Record<string, string> = {}): string {
  const [file = '', ...args] = argv;
  const { status, stdout, stderr } = spawnSync(file, args, {
    input,
    env: { ...process.env, ...env },
    encoding: 'utf8',
    maxBuffer: 64e6,
  });
  if (status !== 0) throw new Error(`${argv.join(' ')} ended with ${status}: ${stderr}`);
  return stdout.trim();
}

const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);

export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? (sorted[middle] ?? Number.NaN) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}
