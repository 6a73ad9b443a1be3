/** Giving up capabilities, capabilities(7). */
import { CAPABILITIES, type Capability, capabilityMask } from '../../core/capabilities.ts';
import { PR, PR_CAP_AMBIENT_CLEAR_ALL } from './constants.ts';
import { hasCapability, linuxError } from './error.ts';
import * as libc from './libc.ts';

const VERSION_3 = 0x2008_0522;

/**
 * Leaves this thread only `keep`: nothing it executes can have more. Capabilities it does not have are not gained.
 * The bounding set must be cut while SETPCAP is still there, so it comes first; `setUser` runs between the two.
 */
export function keepOnly(keep: readonly Capability[], setUser: () => void): void {
  for (const [bit, name] of CAPABILITIES.entries()) {
    if (!keep.includes(name)) dropFromBounding(bit, name);
  }
  libc.prctl(PR.CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
  setUser();
  if (process.geteuid?.() === 0) setOwn(capabilityMask(keep.filter(hasCapability)));
}

function dropFromBounding(bit: number, name: Capability): void {
  const EINVAL = 22; // a kernel older than the capability
  if (libc.prctl(PR.CAPBSET_DROP, bit, 0, 0, 0) < 0 && libc.errno() !== EINVAL) {
    throw linuxError(`cannot drop CAP_${name}`, 'prctl', libc.errno(), 'SETPCAP');
  }
}

/** Sets effective and permitted, and empties inheritable, as the kernel's two 32-bit halves want it. */
function setOwn(mask: bigint): void {
  const header = Buffer.alloc(8);
  header.writeUInt32LE(VERSION_3, 0);
  const data = Buffer.alloc(24);
  for (const half of [0, 1]) {
    const bits = Number((mask >> BigInt(32 * half)) & 0xffff_ffffn);
    data.writeUInt32LE(bits, half * 12);
    data.writeUInt32LE(bits, half * 12 + 4);
  }
  if (libc.capset(header, data) < 0) throw linuxError('cannot set capabilities', 'capset', libc.errno(), 'SETPCAP');
}
