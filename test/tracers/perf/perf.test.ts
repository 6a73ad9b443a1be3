import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { FilterFacts } from '../../../src/core/session/filter.ts';
import { type PerfRequest, perfArguments, perfScope } from '../../../src/tracers/perf/arguments.ts';
import { perfNotes, perfOutput } from '../../../src/tracers/perf/output.ts';
import type { MakeParser } from '../../../src/tracers/types.ts';

const fixture = (name: string) => readFileSync(new URL(`../../fixtures/perf/${name}`, import.meta.url));

function parse(make: MakeParser, bytes: Uint8Array, split = bytes.length) {
  const parser = make({
    begin: { seconds: 0, nanoseconds: 0 },
    nsPidOf: () => null,
    forget: () => {},
    nameOf: () => '',
  });
  return [...parser.push(bytes.subarray(0, split), 7), ...parser.push(bytes.subarray(split), 7), ...parser.end(7)];
}

const LOST = { kind: 'lost', tracer: 'perf', at: 7, what: 'events that perf was too slow to read' };

test('perf trace: a line an event, and what was lost', () => {
  const events = parse(perfOutput, fixture('trace-lost.txt'));
  expect(events.map(({ kind }) => kind)).toEqual(['probe', 'probe', 'lost', 'probe', 'lost']);
  expect(events[2]).toEqual({ ...LOST, count: 304 });
  expect(events[0]).toMatchObject({ text: expect.stringContaining('dd/4310 write(fd: 1</dev/null>'), data: null });
});

test('perf stat: no empty lines', () => {
  const texts = parse(perfOutput, fixture('stat.txt')).map((event) => 'text' in event && event.text.trim());
  expect(texts[0]).toBe("Performance counter stats for 'system wide':");
  expect(texts).toHaveLength(4);
});

test('perf stat: a container is told by 12 digits of its id', () => {
  const id = 'a3a35431a4cabaed6e07b782d565f9d7c75f222e38c6d04bb7c0b33b896347f9';
  const textOf = (line: string) =>
    parse(perfOutput, Buffer.from(`${line}\n`)).map((event) => 'text' in event && event.text);
  expect(textOf(`    5.22 msec task-clock    docker/${id} #    0.005 CPUs utilized`)).toEqual([
    '    5.22 msec task-clock    docker/a3a35431a4ca… #    0.005 CPUs utilized',
  ]);
  expect(textOf(`   <not supported>      cycles      machine.slice/libpod-${id}.scope`)).toEqual([
    '   <not supported>      cycles      machine.slice/libpod-a3a35431a4ca….scope',
  ]);
  const call = `     1.5 ( 0.002 ms): cat/7 openat(filename: "/x/${id}", flags: RDONLY) = 3`;
  expect(textOf(call)).toEqual([call]);
});

test('any split gives the same', () => {
  const bytes = fixture('trace-lost.txt');
  for (let split = 0; split <= bytes.length; split++)
    expect(parse(perfOutput, bytes, split)).toEqual(parse(perfOutput, bytes));
});

const NOTES = [
  ['Processed 9000 events and lost 2 chunks!', { ...LOST, count: null }],
  ['Processed 9000 samples and lost 12.30%!', { ...LOST, count: null }],
  ['WARNING: LOST 2 chunks, Check IO/CPU overload', { ...LOST, count: null }],
  ['Error: no such thing', { kind: 'note', level: 'error' }],
  ['WARNING: Kernel address maps are restricted', { kind: 'note', level: 'warning' }],
  ['[ perf record: Woken up 1 times to write data ]', { kind: 'note', level: 'info' }],
] as const;

test.each(NOTES)('%s', (line, event) => {
  expect(parse(perfNotes, Buffer.from(`${line}\n`))).toMatchObject([event]);
});

const REQUEST: PerfRequest = { mode: 'stat', events: [], summary: false, rest: [] };
const CGROUP = { kind: 'cgroup', path: 'docker/1' } as const;

test('each mode writes to stdout, and watches the target alone', () => {
  expect(perfArguments({ ...REQUEST, mode: 'trace', summary: true }, { kind: 'pids', pids: [4, 5] })).toEqual([
    'trace',
    '-o',
    '/dev/stdout',
    '-s',
    '-p',
    '4,5',
  ]);
  expect(perfArguments({ ...REQUEST, mode: 'record', rest: ['-g', '-F', '99'] }, CGROUP)).toEqual([
    'record',
    '-o',
    '-',
    '-e',
    'cycles',
    '-a',
    '-G',
    'docker/1',
    '-g',
    '-F',
    '99',
  ]);
  expect(perfArguments({ ...REQUEST, events: ['cs', 'faults'] }, { kind: 'host' })).toEqual([
    'stat',
    '--log-fd',
    '1',
    '-e',
    'cs',
    '-e',
    'faults',
    '-a',
  ]);
});

test.each([
  '-o',
  '-ox',
  '--output=x',
  '--out',
  '-p',
  '-a',
  '-G',
  '--for-each-cgroup',
  '--cgr',
  '-i',
  '--',
  '-vo/tmp/x',
  '-dvp',
  '--pre=id',
  '--post',
  '--log-fd=2',
])('%s is refused', (word) => {
  expect(() => perfArguments({ ...REQUEST, rest: [word] }, CGROUP)).toThrow('may not be given to perf');
});

test.each([
  ['stat', 'touch', '/tmp/x'],
  ['stat', '-', 'x'],
  ['stat', '-v', 'id'],
  ['stat', '-C', '0', 'id'],
  ['stat', '-C0', 'id'],
  ['stat', '--timeout', '5'],
  ['record', '-g', 'id'],
  ['record', '-z', 'id'],
  ['trace', '-T', 'record'],
] as const)('perf %s %s %s: a word that perf would start', (mode, ...rest) => {
  expect(() => perfArguments({ ...REQUEST, mode, rest }, CGROUP)).toThrow('is no option of perf');
});

test.each([
  ['stat', '-C', '-o/tmp/x'],
  ['stat', '-j', '-vo', 'x'],
  ['record', '-bo', 'x'],
  ['trace', '-TSo/tmp/x'],
] as const)('perf %s %s %s: an option of spc behind others', (mode, ...rest) => {
  expect(() => perfArguments({ ...REQUEST, mode, rest }, CGROUP)).toThrow('may not be given to perf');
});

test('an option is not the value of another', () => {
  expect(() => perfArguments({ ...REQUEST, rest: ['-C', '-x', 'id'] }, CGROUP)).toThrow('-C has no value');
});

test.each([
  ['stat', '-vC', '0', '-x', ','],
  ['stat', '-xo', '-I1000', '--timeout=5'],
  ['record', '-gF', '99', '-c100', '--call-graph=dwarf', '-Iax', '-jany'],
  ['trace', '-F', 'all', '-TS', '--comm'],
] as const)('perf %s takes %s %s', (mode, ...rest) => {
  expect(perfArguments({ ...REQUEST, mode, rest }, CGROUP).slice(-rest.length)).toEqual(rest);
});

test('a number of lost events that no number holds is no loss', () => {
  const line = `LOST ${'9'.repeat(16)} events!`;
  expect(parse(perfOutput, Buffer.from(`${line}\n`))).toMatchObject([{ kind: 'probe', text: line }]);
});

test.each([
  ['stat', '-va', '-a'],
  ['stat', '-dvp7', '-p'],
  ['trace', '-Ts', '-s'],
  ['record', '-gafoo', '-a'],
  ['record', '-Ro/etc/x', '-o'],
] as const)('perf %s %s is refused for its %s', (mode, word, letter) => {
  expect(() => perfArguments({ ...REQUEST, mode, rest: [word] }, CGROUP)).toThrow(`${letter} may not be given to perf`);
});

test.each([
  ['stat', '-dd'],
  ['stat', '-Mtopdown'],
  ['stat', '-vepage-faults'],
  ['trace', '-Fall'],
  ['record', '-gF99'],
  ['record', '-Fmax'],
  ['record', '-kmonotonic'],
  ['record', '-jany,u'],
] as const)('perf %s %s is let through: what follows a letter may be its value', (mode, word) => {
  expect(perfArguments({ ...REQUEST, mode, rest: [word] }, CGROUP).at(-1)).toBe(word);
});

test('sums are for trace', () => {
  expect(() => perfArguments({ ...REQUEST, summary: true }, CGROUP)).toThrow('has no --summary');
});

const FACTS: FilterFacts = {
  spec: { kind: 'container', name: 'web' },
  pids: [4, 5],
  pidNamespace: { inode: 9, isHost: false, isOwn: true },
  cgroup: { id: 1, path: '/docker/1', isShared: false },
};
const PIDNS = { kind: 'pidns', inode: 9 } as const;

test('a container by its cgroup, when it is its own; else by its processes', () => {
  expect(perfScope(FACTS, PIDNS)).toEqual(CGROUP);
  const shared = { id: 1, path: '/docker/1', isShared: true };
  expect(perfScope({ ...FACTS, cgroup: shared }, PIDNS)).toEqual({ kind: 'pids', pids: [4, 5] });
  expect(perfScope({ ...FACTS, cgroup: null }, PIDNS)).toEqual({ kind: 'pids', pids: [4, 5] });
  expect(perfScope({ ...FACTS, cgroup: { ...shared, isShared: false, path: '/' } }, PIDNS).kind).toBe('pids');
});

test('a process by itself, though it is alone in its cgroup; the host as a whole', () => {
  expect(perfScope({ ...FACTS, spec: { kind: 'pid', pid: 4 } }, { kind: 'pids', pids: [4] }).kind).toBe('pids');
  expect(perfScope({ ...FACTS, spec: { kind: 'host' } }, { kind: 'host' })).toEqual({ kind: 'host' });
});
