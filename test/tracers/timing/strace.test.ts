import { describe, expect, it } from 'vitest';
import type { SyscallEvent } from '../../../src/core/events.ts';
import { StraceTimes } from '../../../src/tracers/timing/strace.ts';

const call = (changes: Partial<SyscallEvent> = {}): SyscallEvent => ({
  kind: 'syscall',
  tracer: 'strace',
  at: 0,
  pid: 7,
  nsPid: 1,
  comm: 'dd',
  name: 'read',
  args: '',
  result: '1',
  error: '',
  detail: '',
  duration: 1000,
  unfinished: false,
  ...changes,
});

describe('StraceTimes', () => {
  it('sums up calls by name and group', () => {
    const times = new StraceTimes(({ pid }) => pid);
    for (const event of [call(), call({ duration: 3000, error: 'EINTR' }), call({ pid: 8 }), call({ name: 'write' })])
      times.take(event);
    const { calls, names } = times.timings();
    expect(calls).toMatchObject([
      { call: 'read', key: 7, count: 2, errors: 1, total: 4000, min: 1000, max: 3000 },
      { call: 'read', key: 8, count: 1 },
      { call: 'write', key: 7, count: 1 },
    ]);
    expect(calls[0]?.histogram?.map(({ count }) => count)).toEqual([1, 1]);
    expect(names.get(8)).toBe('dd');
  });

  it('leaves out what began before, was not over at the end, or never returns', () => {
    const times = new StraceTimes(() => 0);
    times.take(call({ duration: null }));
    times.take(call({ duration: null, unfinished: true }));
    times.take(call({ name: 'exit_group', result: '?', duration: null }));
    expect(times.timings()).toMatchObject({ calls: [] });
  });

  it('names a call without a name by its decimal number, as all tracers do', () => {
    const times = new StraceTimes(() => 0);
    times.take(call({ name: 'syscall_0x3e7' }));
    expect(times.timings().calls).toMatchObject([{ call: 'syscall_999' }]);
  });
});
