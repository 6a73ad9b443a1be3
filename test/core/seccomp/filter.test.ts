import { describe, expect, it } from 'vitest';
import type { Capability } from '../../../src/core/capabilities.ts';
import type { Machine } from '../../../src/core/seccomp/calls.ts';
import { BPF, type Instruction, seccompFilter, VERDICT } from '../../../src/core/seccomp/filter.ts';

const ARCHES = { x64: 0xc000_003e, arm64: 0xc000_00b7, i386: 0x4000_0003 };

/** What the kernel would answer: classic BPF over struct seccomp_data, as words by offset. */
function evaluate(program: Instruction[], words: Map<number, number>): string | undefined {
  let accumulator = 0;
  for (let at = 0; ; at++) {
    const { code, jt, jf, k } = program[at] as Instruction;
    if (code === BPF.RETURN) return Object.entries(VERDICT).find(([, verdict]) => verdict === k)?.[0];
    if (code === BPF.LOAD) accumulator = words.get(k) ?? 0;
    else at += compare(code, accumulator, k) ? jt : jf;
  }
}

function compare(code: number, value: number, k: number): boolean {
  if (code === BPF.EQUAL) return value === k;
  if (code === BPF.AT_LEAST) return value >= k;
  if (code === BPF.ANY_BIT) return (value & k) !== 0;
  throw new Error(`unknown operation ${code}`);
}

interface Asked {
  machine?: Machine;
  arch?: number;
  capabilities?: Capability[];
  seccompWaived?: boolean;
}

function answer(number: number, args: number[] = [], asked: Asked = {}): string | undefined {
  const { machine = 'x64', capabilities = [], seccompWaived = false } = asked;
  const words = new Map(args.map((value, index) => [16 + 8 * index, value]));
  words.set(0, number).set(4, asked.arch ?? ARCHES[machine]);
  return evaluate(seccompFilter(machine, { capabilities, seccompWaived }), words);
}

const TIOCSTI = 0x5412;
const TCGETS = 0x5401;
const NEWUSER = 0x1000_0000;
const THREAD = 0x3d_0f00;

describe('a filter of system calls', () => {
  it.each<[string, string, number, number[], Asked]>([
    ['read', 'allow', 0, [], {}],
    ['ptrace', 'allow', 101, [], {}],
    ['execve', 'allow', 59, [], {}],
    ['an ioctl of a terminal', 'allow', 16, [0, TCGETS], {}],
    ['typing', 'forbid', 16, [0, TIOCSTI], {}],
    ['pasting', 'forbid', 16, [0, 0x541c], {}],
    ['typing, on arm64', 'forbid', 29, [0, TIOCSTI], { machine: 'arm64' }],
    ['typing, when waived', 'forbid', 16, [0, TIOCSTI], { seccompWaived: true }],
    ['typing, with a capability', 'forbid', 16, [0, TIOCSTI], { capabilities: ['SYS_ADMIN'] }],
    ['keyctl', 'forbid', 250, [], {}],
    ['keyctl, with a capability', 'forbid', 250, [], { capabilities: ['SYS_ADMIN'] }],
    ['keyctl, when waived', 'allow', 250, [], { seccompWaived: true }],
    ['keyctl, on arm64', 'forbid', 219, [], { machine: 'arm64' }],
    ['a new user namespace', 'forbid', 272, [NEWUSER], {}],
    ['a new thread', 'allow', 56, [THREAD], {}],
    ['a new process in a user namespace', 'forbid', 56, [NEWUSER], {}],
    ['the same with SYS_ADMIN', 'allow', 56, [NEWUSER], { capabilities: ['SYS_ADMIN'] }],
    ['the same on arm64', 'forbid', 220, [NEWUSER], { machine: 'arm64' }],
    ['clone3', 'absent', 435, [], {}],
    ['clone3 with SYS_ADMIN', 'allow', 435, [], { capabilities: ['SYS_ADMIN'] }],
    ['open_by_handle_at', 'forbid', 304, [], { capabilities: ['SYS_ADMIN'] }],
    ['open_by_handle_at, granted', 'allow', 304, [], { capabilities: ['DAC_READ_SEARCH'] }],
    ['init_module', 'forbid', 175, [], {}],
    ['init_module, granted', 'allow', 175, [], { capabilities: ['SYS_MODULE'] }],
    ['bpf with BPF', 'allow', 321, [], { capabilities: ['BPF'] }],
    ['reboot with SYS_BOOT', 'allow', 169, [], { capabilities: ['SYS_BOOT'] }],
    ['iopl, which arm64 has not', 'allow', 172, [], { machine: 'arm64' }],
    ['an i386 call', 'kill', 54, [0, TIOCSTI], { arch: ARCHES.i386 }],
    ['an i386 call, when waived', 'kill', 54, [0, TIOCSTI], { arch: ARCHES.i386, seccompWaived: true }],
    ['an x32 call', 'absent', 0x4000_0000 + 514, [0, TIOCSTI], {}],
  ])('%s: %s', (_name, verdict, number, args, asked) => {
    expect(answer(number, args, asked)).toBe(verdict);
  });

  it('has no jump that leaves it, and fits the kernel’s limit', () => {
    for (const machine of ['x64', 'arm64'] as const) {
      const program = seccompFilter(machine, { capabilities: [], seccompWaived: false });
      expect(program.length).toBeLessThan(4096);
      for (const [at, { jt, jf }] of program.entries()) expect(at + Math.max(jt, jf)).toBeLessThan(program.length);
    }
  });
});
