/** Which capabilities this process has: a root without all of them is common in virtual machines and containers. */
import { readFileSync } from 'node:fs';
import { CAPABILITIES } from '../core/capabilities.ts';

/** Names such as `CAP_SYS_RESOURCE` that root should have here and has not; empty for one who is not root. */
export function missingCapabilities(): string[] {
  if (process.geteuid?.() !== 0) return [];
  const effective = /^CapEff:\s*([0-9a-f]+)$/m.exec(readFileSync('/proc/self/status', 'latin1'))?.[1] ?? '';
  const mask = BigInt(`0x${effective}`);
  return CAPABILITIES.filter((_, bit) => !(mask & (1n << BigInt(bit)))).map((name) => `CAP_${name}`);
}
