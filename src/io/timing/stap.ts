/** Syscall times by SystemTap. */
import { arch } from 'node:os';
import { hasCompat } from '../../tracers/timing/numbers.ts';
import { StapTimes, timingScript } from '../../tracers/timing/stap.ts';
import { startStap } from '../tracing/stap/start.ts';
import { numbersOf } from './numbers-of.ts';
import type { MakeTimer } from './types.ts';

export const stapTimer: MakeTimer = (plan) => {
  const times = new StapTimes();
  const text = timingScript({ by: plan.by, syscalls: numbersOf('stap', plan), compat: hasCompat(arch()) });
  return {
    tracer: 'stap',
    exact: true,
    cost: 'summed up in the kernel: 1–2 µs a call, syscall-bound programs run 4–9 × slower, and others on the machine 2–5 ×; compiling takes seconds',
    start: startStap({ source: { kind: 'text', text }, args: [] }),
    take: (event) => {
      if (event.kind === 'probe' && event.tracer === 'stap') times.take(event.text);
    },
    timings: () => times.timings(),
    losses: () => [],
  };
};
