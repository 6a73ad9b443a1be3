/** What makes figures of two reports hard to compare. */
import type { TimingReport } from './types.ts';

const FACTS: readonly (readonly [what: string, of: (report: TimingReport) => string, why: string])[] = [
  ['tracers', ({ measurement }) => measurement.tracer, 'what a tracer costs is part of each time it measures'],
  ['architectures', ({ host }) => host.architecture, 'system calls differ'],
  ['commands', ({ command }) => command?.join(' ') ?? 'none', 'a change may be of what was done'],
  ['CPUs', ({ host }) => `${host.cpus} × ${host.cpu}`, 'a change need not be of the software'],
];

/** A line for each thing that differs, not sanitised. */
export function differences(reports: readonly TimingReport[]): string[] {
  return FACTS.flatMap(([what, of, why]) => {
    const values = [...new Set(reports.map(of))];
    return values.length > 1 ? [`the reports have different ${what}, ${values.join(' and ')}: ${why}`] : [];
  });
}
