/** The numbers of a plan's system calls, for tracers that know numbers only. */
import { arch } from 'node:os';
import { SpcError } from '../../core/errors.ts';
import { syscallNumber } from '../../core/syscalls/names.ts';
import type { TimingPlan } from './types.ts';

/** Throws `unsupported` where this machine numbers none so. */
export function numbersOf(tracer: string, { syscalls }: TimingPlan): number[] {
  return syscalls.map((name) => {
    const number = syscallNumber(arch(), name);
    if (number !== undefined) return number;
    throw new SpcError('unsupported', `${tracer} cannot time ${name}`, `it has no number on ${arch()}`);
  });
}
