import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { syscallName, syscallNames, syscallNumber } from '../../../src/core/syscalls/names.ts';

describe('system call names', () => {
  it.each([
    ['x64', 0, 'read'],
    ['x64', 59, 'execve'],
    ['x64', 335, 'syscall_335'],
    ['x64', 462, 'mseal'],
    ['x64', 9999, 'syscall_9999'],
    ['ia32', 3, 'read'],
    ['ia32', 403, 'clock_gettime64'],
    ['arm64', 63, 'read'],
    ['arm64', 79, 'newfstatat'],
    ['riscv64', 63, 'syscall_63'],
  ])('%s %d is %s', (architecture, number, name) => expect(syscallName(architecture, number)).toBe(name));

  it('knows numbers by name', () => {
    expect(syscallNumber('x64', 'openat')).toBe(257);
    expect(syscallNumber('arm64', 'open')).toBeUndefined();
    expect(syscallNumber('x64', '-')).toBeUndefined();
    expect(syscallNames('x64')).toContain('futex');
  });

  it('agrees with the headers of this machine', () => {
    const text = readFileSync('/usr/include/x86_64-linux-gnu/asm/unistd_64.h', 'utf8');
    const pairs = [...text.matchAll(/^#define __NR_(\w+) (\d+)$/gm)].map(([, name, number]) => [name, Number(number)]);
    expect(pairs.length).toBeGreaterThan(300);
    expect(pairs.map(([, number]) => syscallName('x64', Number(number)))).toEqual(pairs.map(([name]) => name));
  });
});
