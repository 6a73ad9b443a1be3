/** Every way of timing system calls. */
import type { TimingTracer } from '../../core/syscalls/tracers.ts';
import { bpftraceTimer } from './bpftrace.ts';
import { perfTimer } from './perf.ts';
import { stapTimer } from './stap.ts';
import { straceTimer } from './strace.ts';
import type { MakeTimer } from './types.ts';

export const TIMERS = {
  bpftrace: bpftraceTimer,
  stap: stapTimer,
  strace: straceTimer,
  perf: perfTimer,
} satisfies Record<TimingTracer, MakeTimer>;
