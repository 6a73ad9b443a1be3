/** System calls by number: which number means which depends on the architecture, and on whether a program is a 32-bit one. */
import { ARM64 } from './tables/arm64.ts';
import { I386 } from './tables/i386.ts';
import { X86_64 } from './tables/x86_64.ts';

/** Architectures as Node names them (process.arch). */
const TABLES: Readonly<Record<string, readonly string[]>> = { x64: X86_64, ia32: I386, arm64: ARM64 };

/** The name of a number; `syscall_999` for one that this version does not know, or on another architecture. */
export function syscallName(architecture: string, number: number): string {
  const name = TABLES[architecture]?.[number];
  return name === undefined || name === '-' ? `syscall_${number}` : name;
}

/** The number of a name; undefined when the architecture has no such system call. */
export function syscallNumber(architecture: string, name: string): number | undefined {
  const number = TABLES[architecture]?.indexOf(name) ?? -1;
  return number < 0 || name === '-' ? undefined : number;
}

/** Every name of an architecture, for messages about one that is not there. */
export function syscallNames(architecture: string): string[] {
  return (TABLES[architecture] ?? []).filter((name) => name !== '-');
}
