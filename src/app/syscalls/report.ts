/** What was measured, as a report. */
import { SpcError } from '../../core/errors.ts';
import { sumKnown } from '../../core/session/losses.ts';
import type { TracedTarget } from '../../core/session/types.ts';
import type { Grouping, Measurement, Overhead, TimingReport, TimingRow } from '../../core/syscalls/types.ts';
import { REPORT_SCHEMA } from '../../core/syscalls/types.ts';
import type { Measured } from './measure.ts';
import { rowsOf } from './rows.ts';

/** What is the same for all targets. */
export interface ReportFacts {
  spc: string;
  host: TimingReport['host'];
  by: Grouping;
  command: readonly string[] | null;
  overhead: Overhead | null;
  nameOf(pid: number): string;
  /** Now, on the sessions' clock, ns. */
  now(): number;
}

/** Several targets make one report. Throws `target-gone` when none was measured. */
export function makeReport(all: readonly Measured[], facts: ReportFacts): TimingReport {
  const measured = all.filter(({ target }) => target !== undefined);
  const [first] = measured;
  if (!first) throw new SpcError('target-gone', 'nothing was measured', 'it ended before a tracer was attached');
  const { spc, host, by, command, overhead } = facts;
  const sum = (which: 'atStart' | 'atEnd') => sumKnown(measured.map(({ choice }) => choice.inFlight[which]));
  return {
    kind: 'syscall-times',
    schema: REPORT_SCHEMA,
    spc,
    targets: measured.map(({ target }) => titled(target as TracedTarget, command)),
    command: command && [...command],
    host,
    measurement: measurementOf(measured),
    began: new Date(Number(BigInt(first.began) / 1_000_000n)).toISOString(),
    duration: Math.max(...measured.map((one) => durationOf(one, facts))),
    by,
    rows: rows(measured, facts),
    inFlight: { atStart: command ? 0 : sum('atStart'), atEnd: sum('atEnd') },
    losses: measured.flatMap(({ losses, choice }) => [...losses, ...(choice.timer?.losses() ?? [])]),
    overhead,
    runs: 1,
  };
}

/** What was a shell when it was found is the command. */
function titled(target: TracedTarget, command: readonly string[] | null): TracedTarget {
  return command ? { ...target, title: `process ${target.pid} (${command[0]?.split('/').at(-1)})` } : target;
}

/** By the tracer's own clock, unless a command tells when it was over. */
function durationOf({ choice, beganAt, endedAt }: Measured, { command, now }: ReportFacts): number {
  const told = command ? null : choice.timer?.timings().duration;
  return told ?? (endedAt ?? now()) - (beganAt ?? 0);
}

function rows(measured: readonly Measured[], { by, host, nameOf }: ReportFacts): TimingRow[] {
  const all = measured.flatMap(({ target, choice }) => {
    const whole = by === 'host' ? host.hostname : target?.container?.name || target?.text || '';
    const timings = choice.timer?.timings() ?? { calls: [], names: new Map(), duration: null };
    return rowsOf(timings, { by, architecture: host.architecture, whole, nameOf });
  });
  return all.sort((a, b) => b.total - a.total);
}

function measurementOf(measured: readonly Measured[]): Measurement {
  const each = <T>(of: (one: Measured) => T) => [...new Set(measured.map(of))];
  return {
    tracer: each(({ choice }) => choice.timer?.tracer ?? '').join(', '),
    version: each(({ choice }) => choice.info?.version ?? '').join(', '),
    from: each(({ choice }) => choice.info?.from ?? '').join(', '),
    exact: measured.every(({ choice }) => choice.timer?.exact),
    why: each(({ choice }) => choice.why).join('; '),
    filter: each(({ choice }) => choice.filter).join('; '),
    cost: each(({ choice }) => choice.timer?.cost ?? '').join('; ') + beside(measured.length),
  };
}

const beside = (targets: number) =>
  targets > 1 ? `; ${targets} targets: each pays for being beside the others, too` : '';
