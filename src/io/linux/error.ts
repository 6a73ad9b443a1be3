/** A failed system call as an SpcError that names the capability it wanted. */
import { constants } from 'node:os';
import { getSystemErrorMessage, getSystemErrorName } from 'node:util';
import { CAPABILITIES, type Capability } from '../../core/capabilities.ts';
import { SpcError } from '../../core/errors.ts';
import { effectiveCapabilities } from '../capabilities.ts';

/** Read before any mount or namespace changes what /proc shows. */
const effective = effectiveCapabilities();

/**
 * The error of a system call that failed.
 *
 * @param what what spc was doing: `cannot mount /proc`
 * @param needs the capability the call wants, capabilities(7)
 * @returns `no-capability` when EPERM and this process lacks it, `no-root` when it is also no root, else `system`
 */
export function linuxError(what: string, call: string, errno: number, needs?: Capability): SpcError {
  const why = `${call}: ${getSystemErrorName(-errno)}, ${getSystemErrorMessage(-errno)}`;
  const denied = errno === constants.errno.EPERM || errno === constants.errno.EACCES;
  if (!denied || !needs || hasCapability(needs)) return new SpcError('system', what, why, '');
  if (process.geteuid?.() !== 0)
    return new SpcError('no-root', what, `${why}: it takes CAP_${needs}`, 'run it as root: sudo spc …');
  return new SpcError(
    'no-capability',
    what,
    `${why}: this process lacks CAP_${needs}`,
    `run spc where root has CAP_${needs}: outside a container, or in one that grants it`,
  );
}

/** Whether this process may use a capability. */
export function hasCapability(name: Capability): boolean {
  return ((effective >> BigInt(CAPABILITIES.indexOf(name))) & 1n) === 1n;
}
