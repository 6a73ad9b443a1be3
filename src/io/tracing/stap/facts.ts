/** What of the running kernel decides which of SystemTap's runtimes can be used: read as `spc doctor` reads it. */
import type { KernelEvidence } from '../../../core/doctor/evidence.ts';
import { modulesBarred } from '../../../core/doctor/modules.ts';
import type { StapFacts } from '../../../tracers/stap/runtime.ts';
import { readKernel } from '../../doctor/kernel.ts';
import { findHeaders } from '../../kernel.ts';
import { hasCapability } from '../../linux/error.ts';

/** Reads them; what cannot be read is null or empty. */
export function readStapFacts(): StapFacts {
  return factsOf(readKernel(), findHeaders().at(-1)?.path ?? '', hasCapability('SYS_MODULE'));
}

/** @param anyHeaders the newest headers there are, of whatever kernel; empty: none */
export function factsOf(kernel: KernelEvidence, anyHeaders: string, mayLoad: boolean): StapFacts {
  const { release, config, buildTree, debuginfo, btf } = kernel;
  const has = (option: 'MODULES' | 'KPROBES') => (config[option] === undefined ? null : config[option] === 'y');
  return {
    release,
    modules: has('MODULES'),
    barred: modulesBarred({ kernel }).map(({ text }) => text),
    kprobes: has('KPROBES'),
    mayLoad,
    build: buildTree ?? '',
    debuginfo,
    btf,
    headers: buildTree ?? anyHeaders,
  };
}
