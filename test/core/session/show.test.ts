import { expect, test } from 'vitest';
import type { SyscallEvent, TraceEvent } from '../../../src/core/events.ts';
import { slowerThan } from '../../../src/core/session/show.ts';

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
  [call(null), true],
  [call(null, true), true],
  [LOST, true],
])('%j is shown: %s', (event, shown) => expect(slowerThan(10_000)(event)).toBe(shown));
