/** The machine behind `spc syscalls`. */
import { arch, availableParallelism, cpus, hostname, release } from 'node:os';
import type { TimingIo } from '../../app/syscalls/syscalls.ts';
import { tryReadProc } from '../../io/proc/read.ts';
import { TIMERS } from '../../io/timing/timers.ts';
import { callsUnderWay } from '../../io/timing/under-way.ts';
import { readTargetFilter } from '../../io/tracing/target-filter.ts';
import { packageVersion } from '../package-version.ts';
import { sessionIo, type TracingOptions } from '../tracing.ts';

/** `ending`: ends all sessions in order; `hurry`: at once. */
export function timingIo(ending: AbortController, hurry: AbortController, options: TracingOptions): TimingIo {
  return {
    session: () => sessionIo(ending.signal, hurry.signal, options),
    end: () => ending.abort(),
    timers: TIMERS,
    nameOf: (pid) => (tryReadProc(`/proc/${pid}/comm`) ?? '').trimEnd(),
    underWay: callsUnderWay,
    filterOf: (setting) => readTargetFilter(setting).why,
    facts: { spc: packageVersion(), host: hostFacts() },
  };
}

function hostFacts() {
  const [{ model } = { model: '' }] = cpus();
  return {
    hostname: hostname(),
    kernel: release(),
    architecture: arch(),
    cpu: model.trim() || 'CPU',
    cpus: availableParallelism(),
  };
}
