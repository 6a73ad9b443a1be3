/** Syscall times by strace: exact, and dear. */
import { StraceTimes } from '../../tracers/timing/strace.ts';
import { startStrace } from '../tracing/strace.ts';
import { keyOf } from './keys.ts';
import type { MakeTimer } from './types.ts';

export const straceTimer: MakeTimer = (plan) => {
  const times = new StraceTimes(keyOf(plan.by));
  const words = plan.syscalls.length > 0 ? ['-e', `trace=${plan.syscalls.join(',')}`] : [];
  return {
    tracer: 'strace',
    exact: true,
    cost: 'each call stops the target twice: syscall-bound programs run 500 × slower, and its times are longer for it',
    // what the arguments are is not looked at, so none are printed at length
    start: startStrace({ args: [...words, '-s', '0'] }),
    take: (event) => times.take(event),
    timings: () => times.timings(),
    losses: () => [],
  };
};
