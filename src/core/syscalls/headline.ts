/** What stands above a timing report's table. */
import { durationText } from '../duration.ts';
import type { TimingReport } from './types.ts';

/** A line each, not sanitised: what was measured, by what and why, and what is not in the table. */
export function headline(report: TimingReport): string[] {
  const { targets, command, host, measurement, duration, runs } = report;
  const { tracer, version, from, why, filter, cost, exact } = measurement;
  const what = command ? command.join(' ') : targets.map(({ title }) => title).join(', ');
  const times = runs > 1 ? `, ${runs} runs together` : '';
  return [
    `system calls of ${what}, ${durationText(duration)}${times}; Linux ${host.kernel}, ${host.cpus} × ${host.cpu}`,
    `by ${[versionOf(tracer, version), `(${from})`].join(' ')}: ${why}; ${filter}`,
    `cost: ${cost}`,
    ...overheadLine(report),
    inFlightLine(report),
    ...(exact ? [] : ['not exact: this tracer misses some calls']),
    lossLine(report),
  ];
}

/** A tracer and its version; most name themselves in it. */
export const versionOf = (tracer: string, version: string) =>
  version.toLowerCase().includes(tracer) ? version : `${tracer} ${version}`.trimEnd();

function overheadLine({ overhead }: TimingReport): string[] {
  if (!overhead) return [];
  const { bare, traced, attached } = overhead;
  const times = (ns: number) => `${durationText(Math.round(ns))} (× ${(ns / bare).toFixed(1)})`;
  return [
    `measured here, a call of dd bs=1: ${durationText(Math.round(bare))} bare, ${times(traced)} as the target, ${times(attached)} beside it`,
  ];
}

function inFlightLine({ inFlight: { atStart, atEnd } }: TimingReport): string {
  return `in no row: ${atStart ?? '?'} calls under way when it began, ${atEnd ?? '?'} when it ended`;
}

function lossLine({ losses }: TimingReport): string {
  const lost = losses.map(({ count, what }) => `${count?.toLocaleString('en') ?? 'some'} ${what}`);
  return lost.length > 0 ? `LOST: ${lost.join(', ')}` : 'nothing known to be lost';
}
