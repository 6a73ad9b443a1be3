/** Syscall times by perf: its summary, neither exact nor with histograms; only when it is asked for. */
import { PerfTimes } from '../../tracers/timing/perf.ts';
import { startPerf } from '../tracing/perf.ts';
import { keyOf } from './keys.ts';
import type { MakeTimer } from './types.ts';

/** Of several -e the last counts. */
const joined = (names: readonly string[]) => (names.length > 0 ? [names.join(',')] : []);

export const perfTimer: MakeTimer = (plan) => {
  const times = new PerfTimes(keyOf(plan.by));
  return {
    tracer: 'perf',
    exact: false,
    cost: '~10 µs a call: syscall-bound programs run 100–180 × slower; some 0.02 % of the calls are missing',
    start: startPerf({ mode: 'trace', events: joined(plan.syscalls), summary: true, rest: [], output: '' }),
    take: (event) => {
      if (event.kind === 'probe' && event.tracer === 'perf') times.take(event.text);
    },
    timings: () => times.timings(),
    losses: () => [],
  };
};
