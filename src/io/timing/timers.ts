/** Every way of timing system calls. */
import type { TimingTracer } from '../../core/syscalls/tracers.ts';
import { bpftraceTimer } from './bpftrace.ts';
import { straceTimer } from './strace.ts';
import type { MakeTimer } from './types.ts';

export const TIMERS: Readonly<Partial<Record<TimingTracer, MakeTimer>>> = {
  bpftrace: bpftraceTimer,
  strace: straceTimer,
};
