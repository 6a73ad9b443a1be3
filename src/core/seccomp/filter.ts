/** The filter of system calls of a container, as a program of classic BPF: seccomp(2), linux/filter.h. */
import type { Capability } from '../capabilities.ts';
import { AUDIT_ARCH, type Call, CLONE, CLONE3, DENIED, IOCTL, type Machine, UNSHARE } from './calls.ts';

/** struct sock_filter: an operation, how many instructions to skip if true and if false, and a constant. */
export interface Instruction {
  code: number;
  jt: number;
  jf: number;
  k: number;
}

/** Operations: load a word of seccomp_data; jump if equal, if at least, if any bit is set; return. */
export const BPF = { LOAD: 0x20, EQUAL: 0x15, AT_LEAST: 0x35, ANY_BIT: 0x45, RETURN: 0x06 } as const;

const EPERM = 1;
const ENOSYS = 38;
const ERRNO = 0x0005_0000;
/** What the filter may answer. */
export const VERDICT = {
  allow: 0x7fff_0000,
  kill: 0x8000_0000,
  forbid: ERRNO | EPERM,
  absent: ERRNO | ENOSYS,
} as const;

/** Offsets in struct seccomp_data; of an argument the low half, on these little-endian machines. */
const NUMBER = 0;
const ARCH = 4;
const argument = (index: number) => 16 + 8 * index;

/** Calls of x86-64's x32 kind have this bit. */
const X32 = 0x4000_0000;
/** Typing on a terminal, and the console's selection, which pastes: ioctl_tty(2). The kernel looks at 32 bits. */
const TIOCSTI = 0x5412;
const TIOCLINUX = 0x541c;
/** CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID and NEWNET. */
const NEW_NAMESPACES = 0x7e02_0000;

/** What of a container's confinement the filter depends on. */
export interface FilterNeeds {
  capabilities: readonly Capability[];
  /** --security-opt seccomp=unconfined: only the terminal stays protected. */
  seccompWaived: boolean;
}

/**
 * Builds the filter. A program of another machine (i386 under x86-64) is killed: its calls have other numbers.
 * Typing on the caller's terminal is forbidden always.
 */
export function seccompFilter(machine: Machine, { capabilities, seccompWaived }: FilterNeeds): Instruction[] {
  return [
    load(ARCH),
    ...unlessEqual(AUDIT_ARCH[machine], give(VERDICT.kill)),
    load(NUMBER),
    ...(machine === 'x64' ? [jump(BPF.AT_LEAST, X32, 0, 1), give(VERDICT.absent)] : []),
    ...when(IOCTL[machine], forbidTerminal()),
    ...(seccompWaived ? [] : forbidCalls(machine, capabilities)),
    give(VERDICT.allow),
  ];
}

function forbidTerminal(): Instruction[] {
  const same = (request: number) => when(request, [give(VERDICT.forbid)]);
  return [load(argument(1)), ...same(TIOCSTI), ...same(TIOCLINUX), give(VERDICT.allow)];
}

function forbidCalls(machine: Machine, capabilities: readonly Capability[]): Instruction[] {
  const denied = DENIED.filter(({ unless }) => !unless.some((name) => capabilities.includes(name)));
  const numbers = denied.flatMap((call) => numberOf(call, machine));
  const namespaces = capabilities.includes('SYS_ADMIN') ? [] : forbidNamespaces(machine);
  return [...namespaces, ...numbers.flatMap((number) => when(number, [give(VERDICT.forbid)]))];
}

/** clone3 counts as absent, as under docker: programs then use clone. */
function forbidNamespaces(machine: Machine): Instruction[] {
  const flags = [load(argument(0)), jump(BPF.ANY_BIT, NEW_NAMESPACES, 0, 1), give(VERDICT.forbid), give(VERDICT.allow)];
  const numbers = [CLONE, UNSHARE].flatMap((call) => numberOf(call, machine));
  return [
    ...numbers.flatMap((number) => when(number, flags)),
    ...numberOf(CLONE3, machine).flatMap((number) => when(number, [give(VERDICT.absent)])),
  ];
}

function numberOf(call: Call, machine: Machine): number[] {
  const number = call[machine];
  return number === undefined ? [] : [number];
}

const load = (offset: number): Instruction => jump(BPF.LOAD, offset, 0, 0);
const give = (verdict: number): Instruction => jump(BPF.RETURN, verdict, 0, 0);

function jump(code: number, k: number, jt: number, jf: number): Instruction {
  return { code, jt, jf, k };
}

/** `body`, which ends with a verdict, for one value of what was loaded. */
const when = (value: number, body: Instruction[]) => [jump(BPF.EQUAL, value, 0, body.length), ...body];
const unlessEqual = (value: number, verdict: Instruction) => [jump(BPF.EQUAL, value, 1, 0), verdict];
