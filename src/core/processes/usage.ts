/** How much of the processors a process uses. */
import type { ProcessEntry, ProcessTable } from './types.ts';

type Clock = Pick<ProcessTable, 'at' | 'bootTime' | 'ticksPerSecond'>;

/** What an earlier table told of CPU use. */
export interface Usage {
  /** Milliseconds since 1970. */
  at: number;
  processes: readonly Pick<ProcessEntry, 'pid' | 'startTime' | 'ticks'>[];
}

/**
 * Tells for each table what to compare it with: the newest of those before it that is so many milliseconds older, at least.
 * A shorter time says nothing: the kernel counts in ticks of 10 ms.
 */
export function earlierUsage(leastMs: number): (table: ProcessTable) => Usage | undefined {
  let base: Usage | undefined;
  let next: Usage | undefined;
  return (table) => {
    if (!next || table.at - next.at >= leastMs) {
      base = next;
      next = usageOf(table);
    }
    return base;
  };
}

/** Without what else a table holds: it may be kept for long. */
const usageOf = ({ at, processes }: ProcessTable): Usage => ({
  at,
  processes: processes.map(({ pid, startTime, ticks }) => ({ pid, startTime, ticks })),
});

/** Age in seconds when the table was read; never less than a clock tick. */
export function elapsed({ startTime }: ProcessEntry, { at, bootTime, ticksPerSecond }: Clock): number {
  return Math.max((at - bootTime) / 1000 - startTime / ticksPerSecond, 1 / ticksPerSecond);
}

/** Seconds of CPU time used. */
export const cpuSeconds = ({ ticks }: ProcessEntry, { ticksPerSecond }: Clock): number => ticks / ticksPerSecond;

/**
 * Percent of one processor: since the reading before when the process was in it, else over its life, as pcpu of ps(1).
 */
export function cpuPercent(table: Clock, before?: Usage): (entry: ProcessEntry) => number {
  const known = new Map(before?.processes.map((entry) => [entry.pid, entry]));
  const passed = before ? (table.at - before.at) / 1000 : 0;
  return (entry) => {
    const earlier = known.get(entry.pid);
    if (!earlier || earlier.startTime !== entry.startTime || passed <= 0)
      return (100 * cpuSeconds(entry, table)) / elapsed(entry, table);
    return (100 * Math.max(0, entry.ticks - earlier.ticks)) / table.ticksPerSecond / passed;
  };
}
