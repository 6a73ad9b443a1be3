/** The running kernel: what it was built with, what it allows, and what of it is installed. */
import { existsSync } from 'node:fs';
import { release } from 'node:os';
import { type KernelEvidence, SYSCTLS } from '../../core/doctor/evidence.ts';
import { parseKernelConfig, parseLockdown } from '../../core/doctor/parse.ts';
import { tryReadText } from '../inspect/files.ts';
import { findBuildTree, findDebuginfo, findHeaders, readKernelConfig } from '../kernel.ts';

/** Reads it; what cannot be read is null or left out. */
export function readKernel(): KernelEvidence {
  const name = release();
  const config = readKernelConfig(name);
  const lockdown = tryReadText('/sys/kernel/security/lockdown', 4096);
  return {
    release: name,
    configFrom: config?.path ?? null,
    config: config ? parseKernelConfig(config.text) : {},
    sysctls: readSysctls(),
    btf: existsSync('/sys/kernel/btf/vmlinux'),
    lockdown: lockdown === undefined ? null : parseLockdown(lockdown),
    buildTree: findBuildTree(name) ?? null,
    headers: findHeaders().map((tree) => tree.release),
    debuginfo: findDebuginfo(name) !== undefined,
  };
}

function readSysctls(): KernelEvidence['sysctls'] {
  const found: KernelEvidence['sysctls'] = {};
  for (const name of SYSCTLS) {
    const text = tryReadText(`/proc/sys/${name.replaceAll('.', '/')}`, 64)?.trim() ?? '';
    if (/^-?\d+$/.test(text)) found[name] = Number(text);
  }
  return found;
}
