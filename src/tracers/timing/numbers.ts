/** System calls by number, as tracers tell them: those of 32-bit programs are marked. */
import { syscallName } from '../../core/syscalls/names.ts';

/** Added to the number when a 32-bit program made the call on a 64-bit kernel. */
export const COMPAT = 2 ** 17;

/** The tables of 32-bit programs, by the machine's own (process.arch). */
const NARROW: Readonly<Record<string, string>> = { x64: 'ia32' };

/** Whether a machine can run 32-bit programs beside its own, and their calls can be told apart. */
export const hasCompat = (architecture: string): boolean => architecture in NARROW;

/** A call's name and the kernel's number of it: `read (32-bit)`, 3. */
export function callName(architecture: string, call: number | string): { syscall: string; number: number | null } {
  if (typeof call === 'string') return { syscall: call, number: null };
  const number = call % COMPAT;
  const narrow = call >= COMPAT ? NARROW[architecture] : undefined;
  return { syscall: narrow ? `${syscallName(narrow, number)} (32-bit)` : syscallName(architecture, number), number };
}
