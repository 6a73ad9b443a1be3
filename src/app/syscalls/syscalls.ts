/** `spc syscalls`: system calls of targets, or of a command, timed; and what was found, shown and kept. */
import { SpcError } from '../../core/errors.ts';
import type { TimingTracer } from '../../core/syscalls/tracers.ts';
import type { Grouping, Overhead, TimingReport } from '../../core/syscalls/types.ts';
import type { Msg, UseCase } from '../../core/types.ts';
import type { MakeTimer, TimingPlan } from '../../io/timing/types.ts';
import type { SessionIo } from '../session/io.ts';
import type { System } from '../system.ts';
import { type Given, together } from '../together.ts';
import { Choice, type Looks } from './choice.ts';
import { type Measured, measure, notMeasured } from './measure.ts';
import { makeReport, type ReportFacts } from './report.ts';

/** What measuring takes of the machine. */
export interface TimingIo extends Looks {
  /** A session's own: it is closed with the session. */
  session(): SessionIo;
  /** Ends all sessions in order. */
  end(): void;
  timers: Readonly<Record<TimingTracer, MakeTimer>>;
  nameOf(pid: number): string;
  facts: Pick<ReportFacts, 'spc' | 'host'>;
}

export interface TimingRequest {
  targets: readonly string[];
  by: Grouping;
  /** Those that may measure, in the order they are tried. */
  tracers: readonly TimingTracer[];
  syscalls: readonly string[];
  /** Nanoseconds. */
  duration: number | undefined;
  /** Nanoseconds between looks; 0: only at the end. */
  interval: number;
  /** A command that waits to be started: it is the one target. */
  command: { argv: readonly string[]; go(): void; ended: Promise<number> } | null;
  /** What the tracer that was chosen costs here, measured when all is over. */
  overhead: ((tracer: TimingTracer) => Promise<Overhead>) | undefined;
}

/** How a report is shown: `last` is the whole, others come while it is measured. */
export type ShowReport = (report: TimingReport, last: boolean) => Iterable<Msg> | AsyncIterable<Msg>;

/** Throws as `trace`, and what the tracers tell. Returns the command's exit status, or the gravest of the tracers'. */
export async function* timeSyscalls(system: System, io: TimingIo, request: TimingRequest, show: ShowReport): UseCase {
  const { by, interval, command } = request;
  const plan: TimingPlan = { by: keyBy(by), syscalls: request.syscalls, interval };
  const all = request.targets.map(() => notMeasured(choiceOf(plan, request, io)));
  const clock = io.session();
  const facts = { ...io.facts, by, command: command?.argv ?? null, overhead: null, nameOf: io.nameOf, now: clock.now };
  const sessions = request.targets.map((target, index) => {
    const measured = all[index] as Measured;
    const onAttached = command ? () => begin(request, all, io, clock.now) : undefined;
    const own = index === 0 ? clock : { ...io.session(), clock: clock.clock, now: clock.now };
    return measure(system, own, { target, choice: measured.choice, duration: request.duration, onAttached }, measured);
  });
  for await (const given of together(sessions, io.end, interval / 1e6)) {
    if (given) yield toldOf(given, request);
    else if (all.some(({ choice }) => choice.timer?.timings().calls.length)) yield* show(makeReport(all, facts), false);
  }
  const report = makeReport(all, facts);
  const [chosen] = report.measurement.tracer.split(', ');
  if (request.overhead && chosen) {
    yield { kind: 'progress', text: `measuring what ${chosen} costs` };
    report.overhead = await request.overhead(chosen as TimingTracer);
  }
  yield* show(report, true);
  return command ? await command.ended : Math.max(...all.map(({ status }) => status));
}

/** Container and host are one target each. */
const keyBy = (by: Grouping): TimingPlan['by'] => (by === 'thread' || by === 'process' ? by : 'all');

function choiceOf(plan: TimingPlan, { tracers }: TimingRequest, io: TimingIo): Choice {
  return new Choice(
    tracers.map((tracer) => ({ tracer, make: () => io.timers[tracer](plan) })),
    io,
  );
}

/** The command begins when its tracer is attached; with it ends what is measured. */
function begin({ command }: TimingRequest, all: readonly Measured[], { end }: TimingIo, now: () => number): void {
  if (!command || all.some(({ beganAt }) => beganAt === null)) return;
  command.go();
  void command.ended.then(() => {
    for (const measured of all) measured.endedAt = now();
    end();
  });
}

/** With several targets, whose it is; a command is not yet what its process is to be. */
function toldOf({ from, value }: Given<Msg>, { targets, command }: TimingRequest): Msg {
  if (command && value.kind === 'progress' && value.text !== '')
    return { kind: 'progress', text: `attaching a tracer to ${command.argv.join(' ')}` };
  if (targets.length === 1 || !('text' in value)) return value;
  return { ...value, text: `${targets[from]}: ${value.text}` } as Msg;
}

/** More often no tracer and no eye can follow. */
const LEAST_INTERVAL = 100e6;

/** Throws `usage` for what contradicts itself. */
export function checkRequest({ targets, command, by, interval }: TimingRequest): void {
  if (interval > 0 && interval < LEAST_INTERVAL) throw new SpcError('usage', '--interval is 100ms at least');
  if (targets.length === 0 && !command)
    throw new SpcError('usage', 'a target is missing', '', 'spc syscalls TARGET, or spc syscalls -- COMMAND');
  if (new Set(targets).size < targets.length) throw new SpcError('usage', 'a target is given twice');
  if (by === 'host' && targets.some((target) => target !== 'host') && !command)
    throw new SpcError('usage', '--by host is for the target host', '', '--by container, process or thread');
}
