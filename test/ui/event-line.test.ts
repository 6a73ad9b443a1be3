import { describe, expect, it } from 'vitest';
import type { SyscallEvent, TraceEvent } from '../../src/core/events.ts';
import { eventLine, type Paint } from '../../src/ui/event-line.ts';

const BEGIN = { seconds: 1_795_337_960, nanoseconds: 0 };
const base = { tracer: 'strace', at: 1_500_000_000 } as const;
const task = { pid: 12_816, nsPid: 1, comm: 'sh' };
const call: SyscallEvent = {
  ...base,
  ...task,
  kind: 'syscall',
  name: 'openat',
  args: 'AT_FDCWD, "/x"',
  result: '-1',
  error: 'ENOENT',
  detail: 'No such file or directory',
  duration: 9_999_999,
  unfinished: false,
};
const never = {
  ...call,
  name: 'wait4',
  args: '-1, ',
  result: '',
  error: '',
  detail: '',
  duration: null,
  unfinished: true,
};

const line = (event: TraceEvent, paint?: Paint) => eventLine(event, BEGIN, paint).slice('08:59:21.500000 '.length);

describe('an event as a line', () => {
  it.each<[TraceEvent, string]>([
    [call, '12816/1 sh openat(AT_FDCWD, "/x") = -1 ENOENT (No such file or directory) <10.00ms>'],
    [never, '12816/1 sh wait4(-1) = <unfinished>'],
    [{ ...call, args: '-1, ', duration: null }, '12816/1 sh openat(-1, ) = -1 ENOENT (No such file or directory)'],
    [{ ...base, ...task, kind: 'attach', state: 'attached', detail: '' }, '12816/1 sh attached'],
    [{ ...base, ...task, kind: 'attach', comm: '', state: 'attached', detail: '' }, '12816/1 attached'],
    [{ ...base, kind: 'end', reason: 'duration', status: 0 }, 'strace: ended (the time is over)'],
    [{ ...base, kind: 'end', reason: 'tool', status: 3 }, 'strace: ended (the tool ended of its own accord, status 3)'],
    [{ ...base, kind: 'note', level: 'info', text: 'a' }, 'strace: a'],
    [{ ...base, kind: 'note', level: 'warning', text: 'a' }, 'strace: warning: a'],
  ])('%o', (event, expected) => expect(line(event)).toBe(expected));

  it('has its time, and nothing that acts on a terminal', () => {
    expect(eventLine({ ...call, args: '"\x1b[2J"', duration: null }, BEGIN)).toBe(
      '08:59:21.500000 12816/1 sh openat("␛") = -1 ENOENT (No such file or directory)',
    );
  });
});

describe('colours', () => {
  const paint: Paint = (style, text) => `<${style}:${text}>`;

  it.each<[TraceEvent, string]>([
    [call, '12816/1 sh openat(AT_FDCWD, "/x") = <red:-1 ENOENT (No such file or directory)> <10.00ms>'],
    [
      { ...call, error: '', detail: '', result: '3', duration: 10e6 },
      '12816/1 sh openat(AT_FDCWD, "/x") = 3<yellow: <10.00ms>>',
    ],
    [never, '12816/1 sh wait4(-1) = <unfinished>'],
    [{ ...base, kind: 'lost', count: 3, what: 'packets' }, '<alarm:strace: LOST 3 packets>'],
    [{ ...base, kind: 'note', level: 'info', text: 'a\x1b[0m' }, '<dim:strace: a␛>'],
    [{ ...base, kind: 'note', level: 'error', text: 'a' }, '<red:strace: error: a>'],
    [{ ...base, kind: 'end', reason: 'failed', status: 0 }, '<red:strace: ended (failed)>'],
    [{ ...base, kind: 'probe', text: 'a', data: null }, 'a'],
    [{ ...base, kind: 'probe', text: 'a\nb\u001b[2J\tc', data: null }, `a\n${' '.repeat(16)}b␛ c`],
  ])('%o', (event, expected) => expect(line(event, paint)).toBe(expected));

  it('what is painted is safe', () => {
    expect(line({ ...call, detail: '\x1b[0m' }, paint)).not.toContain('\x1b');
  });
});
