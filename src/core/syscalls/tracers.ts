/** The tracers that time system calls. */

/** In the order they are tried: the cheapest that is exact first; perf is not exact and only used when asked for. */
export const TIMING_TRACERS = ['bpftrace', 'stap', 'strace', 'perf'] as const;

export type TimingTracer = (typeof TIMING_TRACERS)[number];
