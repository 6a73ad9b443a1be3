/** Which capabilities this process has: a root without all of them is common in virtual machines and containers. */
import { readFileSync } from 'node:fs';
import { CAPABILITIES } from '../core/capabilities.ts';

/** Names such as `CAP_SYS_RESOURCE` that root should have here and has not; empty for one who is not root. */
export function missingCapabilities(): string[] {
  if (process.geteuid?.() !== 0) return [];
  const mask = effectiveCapabilities();
  return CAPABILITIES.filter((_, bit) => !(mask & (1n << BigInt(bit)))).map((name) => `CAP_${name}`);
}

/** The effective set as the kernel writes it in proc_pid_status(5): one bit a capability. */
export function effectiveCapabilities(): bigint {
  const line = /^CapEff:\s*([0-9a-f]+)$/m.exec(readFileSync('/proc/self/status', 'latin1'));
  return BigInt(`0x${line?.[1] ?? '0'}`);
}
