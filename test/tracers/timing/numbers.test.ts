import { expect, it } from 'vitest';
import { COMPAT, callName, hasCompat } from '../../../src/tracers/timing/numbers.ts';

it('names calls by the table of who made them', () => {
  expect(callName('x64', 3)).toEqual({ syscall: 'close', number: 3 });
  expect(callName('x64', COMPAT + 3)).toEqual({ syscall: 'read (32-bit)', number: 3 });
  expect(callName('x64', 'futex')).toEqual({ syscall: 'futex', number: null });
});

it('shows by number what has no name', () => {
  expect(callName('x64', 999).syscall).toBe('syscall_999');
  expect(callName('s390x', 4).syscall).toBe('syscall_4');
});

it('knows where 32-bit programs can be told apart', () => {
  expect([hasCompat('x64'), hasCompat('arm64')]).toEqual([true, false]);
});
