import { expect, test } from 'vitest';
import { BEGAN, call, calls, fixture, parse } from './captured.ts';

const line = (rest: string) => `2166<dd> ${BEGAN + 1}.455104123 ${rest}`;

test('a call: thread, time, arguments, result, duration', () => {
  expect(call(line('read(3</etc/passwd>, "root:x"..., 4096) = 12 <0.000012034>'))).toEqual({
    kind: 'syscall',
    tracer: 'strace',
    at: 1_455_104_123,
    pid: 2166,
    nsPid: 1_002_166,
    comm: 'dd',
    name: 'read',
    args: '3</etc/passwd>, "root:x"..., 4096',
    result: '12',
    error: '',
    detail: '',
    duration: 12_034,
    unfinished: false,
  });
});

test('what has more digits than any date is no time, and its line no call', () => {
  expect(calls(parse(`2166<dd> ${'9'.repeat(13)}.5 read(3, "", 1) = 0 <0.1>\n`))).toEqual([]);
});

const HEADS = [
  ['2166<dd> 1795336001.5 ', 2166, 'dd', 500_000_000],
  ['2166  1795336001.455104 ', 2166, '', 455_104_000],
  ['[pid  2166<a b>] 1795336001.455104123 ', 2166, 'a b', 455_104_123],
  ['[pid 2166] 1795336001.000001 ', 2166, '', 1_000],
  ['1795336001.455104123 ', 0, '', 455_104_123],
] as const;

test.each(HEADS)('a line that begins with %j', (head, pid, comm, nanoseconds) => {
  expect(call(`${head}close(3) = 0`)).toMatchObject({ pid, comm, at: 1e9 + nanoseconds, duration: null });
});

const RESULTS: readonly (readonly [string, string, string, string])[] = [
  ['12', '12', '', ''],
  ['0x7f2233445566', '0x7f2233445566', '', ''],
  ['-1 ENOENT (No such file or directory)', '-1', 'ENOENT', 'No such file or directory'],
  ['-1 EAGAIN (Resource temporarily unavailable)', '-1', 'EAGAIN', 'Resource temporarily unavailable'],
  ['-1 (errno 999)', '-1', '', 'errno 999'],
  ['? ERESTARTSYS (To be restarted if SA_RESTART is set)', '?', 'ERESTARTSYS', 'To be restarted if SA_RESTART is set'],
  ['3</etc/passwd>', '3', '', '/etc/passwd'],
  ['3</a) = 5>', '3', '', '/a) = 5'],
  ['0x8002 (flags O_RDWR|O_LARGEFILE)', '0x8002', '', 'flags O_RDWR|O_LARGEFILE'],
  ['1 ([{fd=3, revents=POLLIN}])', '1', '', '[{fd=3, revents=POLLIN}]'],
  ['0 (Timeout)', '0', '', 'Timeout'],
];

test.each(RESULTS)('the result %s', (text, result, error, detail) => {
  for (const padding of ['', '        '])
    expect(call(line(`f(1, "x")${padding} = ${text} <0.000001>`))).toMatchObject({
      args: '1, "x"',
      result,
      error,
      detail,
      duration: 1000,
    });
});

const ARGUMENTS = [
  '"a) = 3 <0.000001>"',
  '"\\") = 3 <unfinished ...>"',
  '"((((((((", 8',
  '3</tmp/a) = 3>, "\\\\", 1',
  '3</tmp/a\\"b\\76 = 1) = 2>',
  '4</tmp/b->, {st_rdev=makedev(0x1, 0x3), ...}',
  '4</tmp/b->(deleted)',
  '5</dev/null<char 1:3>>',
  '7<TCP:[127.0.0.1:80->127.0.0.1:9]>, ")"',
  '7<TCPv6:[[::1]:80->[::1]:9]>, ")"',
  '8<UNIX-STREAM:[1->2,"d/s) = 4 \\">"]>, "q", 1',
  '{effective=1<<CAP_CHOWN|1<<CAP_KILL}',
  '9<pid:42<a\\76 r(>>',
  "2166 /* 24454 in strace's PID NS */, SIGTERM",
  '[{WIFEXITED(s) && WEXITSTATUS(s) == 3}], 0, NULL',
  '<... resuming interrupted clock_nanosleep ...>',
];

test.each(ARGUMENTS)('arguments that look like more: %s', (args) => {
  for (const result of ['0', '3</x) = 3>', '-1 EBADF (Bad file descriptor)', '1 ([{fd=3, revents=POLLIN}])'])
    for (const separator of [' = ', '      = '])
      expect(call(line(`f(${args})${separator}${result} <0.000001>`))).toMatchObject({ args, unfinished: false });
});

test.each(ARGUMENTS)('the same, interrupted: %s', (args) => {
  for (const at of [0, args.indexOf(' ') + 1, args.length]) {
    const text = `${line(`f(${args.slice(0, at)} <unfinished ...>`)}\n${line(`<... f resumed>${args.slice(at)}) = 3</x) = 3> <0.5>`)}\n`;
    expect(parse(text)).toMatchObject([{ name: 'f', args, result: '3', detail: '/x) = 3', duration: 5e8 }]);
  }
});

test('a resumed call counts from its first line, and one in between is whole', () => {
  const text = [
    `1<a> ${BEGAN}.000001 read(3,  <unfinished ...>`,
    `2<b> ${BEGAN}.000002 write(4, "x", 1) = 1 <0.000003>`,
    `1<a> ${BEGAN}.000009 <... read resumed>"x", 1) = 1 <0.000008>`,
  ];
  expect(parse(`${text.join('\n')}\n`)).toMatchObject([
    { pid: 2, at: 2000 },
    { pid: 1, at: 1000, args: '3, "x", 1', duration: 8000 },
  ]);
});

test('a call that began before strace came is there without its arguments', () => {
  expect(call(`1<a> ${BEGAN}.000009 <... read resumed>"x", 1) = 1 <0.000008>`)).toMatchObject({
    at: 1000,
    args: '"x", 1',
    unfinished: false,
  });
});

test('what never returned is told once, before the end of its thread', () => {
  const text = `1<a> ${BEGAN}.1 read(3,  <unfinished ...>\n1<a> ${BEGAN}.2 +++ killed by SIGKILL (core dumped) +++\n`;
  expect(parse(text)).toMatchObject([
    { kind: 'syscall', args: '3, ', result: '', unfinished: true, duration: null, at: 1e8 },
    { kind: 'exit', status: null, signal: 'SIGKILL', coreDumped: true, at: 2e8 },
  ]);
});

test('calls that threads are in when strace leaves them', () => {
  expect(parse(fixture('detached'))).toMatchObject([
    { kind: 'syscall', name: 'read', unfinished: true, result: '' },
    { kind: 'syscall', name: 'pause', unfinished: true, result: '', args: '' },
  ]);
});

test('threads, forks, signals, stops, a restart and an execve of another thread, as they were captured', () => {
  const events = parse(fixture('threads'));
  const tell = (kind: string) => events.filter((event) => event.kind === kind);
  expect(tell('note')).toEqual([]);
  expect(tell('exit')).toMatchObject([
    { status: 0 },
    { status: 3 },
    { signal: 'SIGKILL' },
    { signal: 'SIGABRT' },
    { status: 0 },
    { status: 0 },
    { status: 0 },
    { status: 0 },
    { status: 0 },
  ]);
  expect(tell('signal').filter((event) => 'state' in event && event.state === 'stopped')).toHaveLength(3);
  expect(tell('attach')).toMatchObject([{ pid: 4296, state: 'detached', detail: 'goes on as 508, by execve' }]);
  expect(calls(events).filter(({ name }) => name === 'execve')).toMatchObject([
    { pid: 508, result: '0' },
    { pid: 508, result: '0', args: expect.stringContaining('"from a thread) = 1 <unfinished ."') },
  ]);
  expect(calls(events).filter(({ name }) => name.startsWith('syscall_0x'))).toMatchObject([
    { name: 'syscall_0x1ff', error: 'ENOSYS' },
    { name: 'syscall_0x270f', error: 'ENOSYS' },
  ]);
  expect(calls(events).filter(({ name }) => name === 'restart_syscall')).toMatchObject([
    { args: '<... resuming interrupted clock_nanosleep ...>', error: 'ERESTART_RESTARTBLOCK' },
    { args: '<... resuming interrupted restart_syscall ...>', result: '0' },
  ]);
});

const ALL = [
  'threads',
  'hostile-names',
  'hostile-names-padded',
  'personality-32bit',
  'large-strings',
  'no-pids',
  'killed',
  'detached',
];

/** A line that ends a call: neither its first part, nor a signal, nor an end. */
const endsCall = (text: string) => text !== '' && !/ (?:---|\+\+\+|<(?:unfinished|detached) \.\.\.>)$/.test(text);

test.each(ALL)('%s: every line is understood, and each that ends a call is a call', (name) => {
  const events = parse(fixture(name));
  const lines = fixture(name).toString('latin1').split('\n');
  expect(calls(events).filter(({ result }) => result !== '')).toHaveLength(lines.filter(endsCall).length);
  expect(events.filter(({ kind }) => kind === 'note')).toEqual([]);
});

test('of calls that failed strace leaves out the head of one that goes on after a stop: its rest is a note', () => {
  const events = parse(fixture('failed-only'));
  expect(events.filter(({ kind }) => kind === 'note')).toMatchObject([
    { text: expect.stringMatching(/^\) = \? ERESTART_RESTARTBLOCK/) },
  ]);
  expect(calls(events).every(({ error, unfinished }) => error !== '' || unfinished)).toBe(true);
});

test('names and paths of anybody’s choice', () => {
  const events = calls(parse(fixture('hostile-names')));
  expect(events.find(({ args }) => args.startsWith('3</srv/work/d/a'))).toMatchObject({
    name: 'write',
    comm: 'a\\76 1.5 r(\\"\\74\\33\\377',
    args: '3</srv/work/d/a\\76 = 3) = 5 (x\\"y\\n\\\\z\\303\\244>, "1", 1',
    result: '1',
  });
  expect(
    calls(parse(fixture('hostile-names-padded'))).map(({ name, result, error }) => [name, result, error]).length,
  ).toBe(events.length);
});

test('a call that does not return is unfinished', () => {
  expect(call(line('exit_group(0) = ?'))).toMatchObject({ args: '0', result: '?', unfinished: true, duration: null });
});

const UNKNOWN = [
  'strace: Process 42 attached',
  '[ Process PID=42 runs in 32 bit mode. ]',
  '2166<dd> 1795336001.455104 read(3, "never closed',
  '2166<dd> 1795336001.455104 <... read',
  '2166<dd> 1795336001.455104 *** what ***',
  '2166<dd> read(3) = 1',
  '1.2.3.4 read(3) = 1',
  '\u0000\u0001\u00ff\u001b[31m',
];

test.each(UNKNOWN)('what is not understood is a note: %j', (text) => {
  expect(parse(`${text}\n`)).toEqual([
    { kind: 'note', tracer: 'strace', at: 7, level: 'info', text: expect.any(String) },
  ]);
});

test('a very long line keeps its call, its beginning and its end', () => {
  const events = parse(
    `${line(`write(1, "${'('.repeat(3e6)}", 3000000) = 3000000 <0.000001>`)}\n${line('close(1) = 0')}\n`,
  );
  expect(events).toMatchObject([
    {
      kind: 'note',
      level: 'warning',
      text: expect.stringMatching(/^a line of 30000\d\d characters was shortened by \d+$/),
    },
    { kind: 'syscall', name: 'write', result: '3000000', duration: 1000 },
    { kind: 'syscall', name: 'close' },
  ]);
  expect(calls(events)[0]?.args.length).toBeLessThan(1_100_000);
});
