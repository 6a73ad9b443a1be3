/** Syscall times by perf: its summary, neither exact nor with histograms; only when it is asked for. */

import { targetFilter } from '../../core/session/filter.ts';
import { perfScope } from '../../tracers/perf/arguments.ts';
import { PerfTimes } from '../../tracers/timing/perf.ts';
import { startPerf } from '../tracing/perf.ts';
import { readFilterFacts } from '../tracing/target-filter.ts';
import type { StartTracer, TraceSetting } from '../tracing/types.ts';
import { keyOf } from './keys.ts';
import type { MakeTimer } from './types.ts';

/** perf trace -p follows threads, but no process that its target starts. */
const MISSED = { count: null, what: 'calls of processes that were started meanwhile, which perf does not follow' };

function isListed(setting: TraceSetting): boolean {
  const facts = readFilterFacts(setting);
  return perfScope(facts, targetFilter(facts)).kind === 'pids';
}

/** Of several -e the last counts. */
const joined = (names: readonly string[]) => (names.length > 0 ? [names.join(',')] : []);

export const perfTimer: MakeTimer = (plan) => {
  const times = new PerfTimes(keyOf(plan.by));
  const perf = startPerf({ mode: 'trace', events: joined(plan.syscalls), summary: true, rest: [], output: '' });
  let missesSome = false;
  const start: StartTracer = async (setting) => {
    missesSome = isListed(setting);
    return await perf(setting);
  };
  return {
    tracer: 'perf',
    exact: false,
    cost: '~10 µs a call: syscall-bound programs run 100–180 × slower; some 0.02 % of the calls are missing',
    start,
    take: (event) => {
      if (event.kind === 'probe' && event.tracer === 'perf') times.take(event.text);
    },
    timings: () => times.timings(),
    losses: () => (missesSome ? [MISSED] : []),
  };
};
