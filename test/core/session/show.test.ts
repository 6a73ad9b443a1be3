import { expect, test } from 'vitest';
import type { SyscallEvent, TraceEvent } from '../../../src/core/events.ts';
import { allOf, callsOnly, slowerThan } from '../../../src/core/session/show.ts';

const call = (duration: number | null, unfinished = false): SyscallEvent => ({
  kind: 'syscall',
  tracer: 'strace',
  at: 0,
  pid: 1,
  nsPid: 1,
  comm: 'sh',
  name: 'read',
  args: '',
  result: '0',
  error: '',
  detail: '',
  duration,
  unfinished,
});

const LOST: TraceEvent = { kind: 'lost', tracer: 'strace', at: 0, count: 3, what: 'x' };

test.each([
  [call(9_999), false],
  [call(10_000), true],
  [call(null), false],
  [{ ...call(null, true), name: 'exit_group' }, false],
  [call(null, true), true],
  [LOST, true],
])('%j is shown: %s', (event, shown) => expect(slowerThan(10_000)(event)).toBe(shown));

test('what comes and goes is left out, calls and losses are not', () => {
  const exit: TraceEvent = {
    kind: 'exit',
    tracer: 'strace',
    at: 0,
    pid: 1,
    nsPid: 1,
    comm: 'sh',
    status: 0,
    signal: '',
    coreDumped: false,
  };
  expect([call(1), LOST, exit].map(callsOnly)).toEqual([true, true, false]);
});

test('conditions are all to be met', () => {
  expect(allOf(undefined, undefined)).toBeUndefined();
  const both = allOf(slowerThan(10), undefined, callsOnly);
  expect([call(9), call(10)].map((event) => both?.(event))).toEqual([false, true]);
});
