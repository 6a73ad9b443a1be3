/** How much of the processors a process uses. */
import type { ProcessEntry, ProcessTable } from './types.ts';

type Clock = Pick<ProcessTable, 'at' | 'bootTime' | 'ticksPerSecond'>;

/** Age in seconds when the table was read; never less than a clock tick. */
export function elapsed({ startTime }: ProcessEntry, { at, bootTime, ticksPerSecond }: Clock): number {
  return Math.max((at - bootTime) / 1000 - startTime / ticksPerSecond, 1 / ticksPerSecond);
}

/** Seconds of CPU time used. */
export const cpuSeconds = ({ ticks }: ProcessEntry, { ticksPerSecond }: Clock): number => ticks / ticksPerSecond;

/**
 * Percent of one processor: since the reading before when the process was in it, else over its life, as pcpu of ps(1).
 */
export function cpuPercent(table: Clock, before?: ProcessTable): (entry: ProcessEntry) => number {
  const known = new Map(before?.processes.map((entry) => [entry.pid, entry]));
  const passed = before ? (table.at - before.at) / 1000 : 0;
  return (entry) => {
    const earlier = known.get(entry.pid);
    if (!earlier || earlier.startTime !== entry.startTime || passed <= 0)
      return (100 * cpuSeconds(entry, table)) / elapsed(entry, table);
    return (100 * Math.max(0, entry.ticks - earlier.ticks)) / table.ticksPerSecond / passed;
  };
}
