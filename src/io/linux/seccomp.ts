/** Confining what this thread, and what it executes, may ask of the kernel: seccomp(2), keyctl(2). */
import { constants } from 'node:os';
import { SpcError } from '../../core/errors.ts';
import { AUDIT_ARCH, type Machine } from '../../core/seccomp/calls.ts';
import { type FilterNeeds, type Instruction, seccompFilter } from '../../core/seccomp/filter.ts';
import { KEYCTL, KEYCTL_JOIN_SESSION_KEYRING } from './constants.ts';
import { linuxError } from './error.ts';
import { errno, installSeccomp, syscall } from './libc.ts';

/** sizeof(struct sock_filter). */
const INSTRUCTION_SIZE = 8;

/**
 * Installs the container's filter on this thread. Needs SYS_ADMIN, so it comes before capabilities are given up; what
 * the helper still does is not among the calls it denies.
 */
export function filterCalls(needs: FilterNeeds): void {
  const program = seccompFilter(machine(), needs);
  if (installSeccomp(program.length, encode(program)) === 0) return;
  throw linuxError('cannot filter system calls', 'prctl', errno(), 'SYS_ADMIN');
}

function machine(): Machine {
  if (Object.hasOwn(AUDIT_ARCH, process.arch)) return process.arch as Machine;
  throw new SpcError('system', `no filter of system calls is known for ${process.arch}`);
}

function encode(program: readonly Instruction[]): Buffer {
  const bytes = Buffer.alloc(program.length * INSTRUCTION_SIZE);
  for (const [index, { code, jt, jf, k }] of program.entries()) {
    const at = index * INSTRUCTION_SIZE;
    bytes.writeUInt16LE(code, at);
    bytes.writeUInt8(jt, at + 2);
    bytes.writeUInt8(jf, at + 3);
    bytes.writeUInt32LE(k, at + 4);
  }
  return bytes;
}

/**
 * Leaves the caller's session keyring for an empty one: its keys are not the container's. Where keys are not to be had
 * (no such calls, or a filter around spc denies them) there is nothing to leave.
 */
export function leaveKeyring(): void {
  if (syscall(keyctlNumber(), KEYCTL_JOIN_SESSION_KEYRING, 0, 0) >= 0) return;
  const { ENOSYS, EPERM } = constants.errno;
  const code = errno();
  if (code !== ENOSYS && code !== EPERM) throw linuxError('cannot leave the session keyring', 'keyctl', code);
}

const keyctlNumber = () => KEYCTL[machine()];
