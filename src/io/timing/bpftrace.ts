/** Syscall times by bpftrace. */
import { arch } from 'node:os';
import { prepare } from '../../tracers/bpftrace/prepare.ts';
import { watch } from '../../tracers/bpftrace/watch.ts';
import { BpftraceTimes, MAX_KEYS, type TimingProgram, timingProgram } from '../../tracers/timing/bpftrace.ts';
import { hasCompat } from '../../tracers/timing/numbers.ts';
import { startedMeanwhile } from '../tracing/bpftrace.ts';
import { type AttachedProgram, runProgram } from '../tracing/bpftrace-run.ts';
import { runningTracer } from '../tracing/running-tracer.ts';
import { readTargetFilter } from '../tracing/target-filter.ts';
import type { RunningTracer, StartTracer, StreamSink, TraceSetting } from '../tracing/types.ts';
import { numbersOf } from './numbers-of.ts';
import type { MakeTimer, Timer } from './types.ts';

export const COST =
  'summed up in the kernel: 1–2 µs a call, syscall-bound programs run 4–9 × slower, and others on the machine 2–5 ×';

export const bpftraceTimer: MakeTimer = (plan) => {
  const numbers = numbersOf('bpftrace', plan);
  return timerOf((setting) => {
    const filter = readTargetFilter(setting);
    const program: TimingProgram = {
      target: watch(filter),
      by: plan.by,
      syscalls: numbers,
      interval: Math.round(plan.interval / 1e6),
      compat: hasCompat(arch()),
    };
    return { program, known: filter.kind === 'pids' ? filter.pids : undefined };
  });
};

/** A program, and the processes it knows by number, if that is how it knows the target. */
export interface TimerPlan {
  program: TimingProgram;
  known?: readonly number[] | undefined;
}

/** A timer with a program of its own. */
export function timerOf(planFor: (setting: TraceSetting) => TimerPlan): Timer {
  const times = new BpftraceTimes();
  let missed: number[] = [];
  const start: StartTracer = async (setting) => {
    const { program, known } = planFor(setting);
    const meanwhile = known ? startedMeanwhile(setting, known) : () => [];
    const attached = await runProgram(setting, {
      prepared: prepare(timingProgram(program), NOBODY),
      name: 'the timing program',
      args: [],
      env: { BPFTRACE_MAP_KEYS_MAX: String(MAX_KEYS) },
    });
    missed = meanwhile();
    return tracerOf(attached, setting, times);
  };
  const losses = () => [
    ...(times.isFull ? [{ count: null, what: `calls of more than ${MAX_KEYS} threads or groups` }] : []),
    ...(missed.length > 0 ? [{ count: null, what: missedText(missed) }] : []),
  ];
  return { tracer: 'bpftrace', exact: true, cost: COST, start, take: () => {}, timings: () => times.timings(), losses };
}

const MOST_NAMED = 20;

function missedText(pids: readonly number[]): string {
  const named = pids.slice(0, MOST_NAMED).join(', ');
  const more = pids.length > MOST_NAMED ? ` and ${pids.length - MOST_NAMED} more` : '';
  return `calls, perhaps, of what was started while bpftrace was: ${named}${more}`;
}

/** The program has its predicate in it already. */
const NOBODY = { predicate: '(0)', begin: '', end: '', probes: '' };

function tracerOf({ running, passTo }: AttachedProgram, setting: TraceSetting, times: BpftraceTimes): RunningTracer {
  const done = passTo(linesTo(times), setting.stream('bpftrace-notes', 'bpftrace', 'bpftrace-notes'));
  return runningTracer(running, done, { tracer: 'bpftrace', cost: COST, ownEnd: 'tool' });
}

/** Lines as long as they come: a map of 65,536 histograms is one. */
function linesTo(times: BpftraceTimes): StreamSink {
  let rest: Buffer[] = [];
  const take = (part: Buffer) => {
    times.take(Buffer.concat([...rest, part]).toString());
    rest = [];
  };
  return {
    write: (chunk) => {
      let from = 0;
      for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, from)) {
        take(chunk.subarray(from, end));
        from = end + 1;
      }
      rest.push(chunk.subarray(from));
    },
    end: () => {
      take(Buffer.alloc(0));
      times.end();
    },
  };
}
