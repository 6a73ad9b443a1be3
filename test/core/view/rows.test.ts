/** Rows of real tools' output: the same text as in the plain output, and nothing that acts on a terminal. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { SyscallEvent, TraceEvent } from '../../../src/core/events.ts';
import type { StreamFormat } from '../../../src/core/session/types.ts';
import { cutRow } from '../../../src/core/view/cut.ts';
import { addRows, MAX_ROW } from '../../../src/core/view/rows.ts';
import { PARSERS } from '../../../src/tracers/formats.ts';
import { eventLine } from '../../../src/ui/event-line.ts';

const BEGIN = { seconds: 1_700_000_000, nanoseconds: 0 };
const CONTEXT = { begin: BEGIN, nsPidOf: () => 1, forget: () => {}, nameOf: () => '', facts: {} };

function eventsOf(path: string, format: StreamFormat): TraceEvent[] {
  const parser = PARSERS[format](CONTEXT);
  return [...parser.push(readFileSync(`test/fixtures/${path}`), 0), ...parser.end(0)];
}

function rowsOf(events: readonly TraceEvent[]) {
  const rows: { at: number; text: string; style: string }[] = [];
  for (const event of events) addRows(event, (at, text, style) => rows.push({ at, text, style }));
  return rows;
}

const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

describe.each([
  ['strace/threads.txt', 'strace'],
  ['strace/hostile-names.txt', 'strace'],
  ['tcpdump/ethernet.pcap', 'pcap'],
  ['bpftrace/kinds.text', 'bpftrace'],
  ['bpftrace/hostile.text', 'bpftrace'],
  ['stap/hostile.txt', 'stap'],
] as const)('%s', (path, format) => {
  const events = eventsOf(path, format);

  test('rows are the lines of the plain output, without their time', () => {
    expect(events.length).toBeGreaterThan(3);
    const lines = events.flatMap((event) => eventLine(event, BEGIN).split('\n'));
    const rows = rowsOf(events);
    expect(rows.map(({ text }) => text.trimStart())).toEqual(
      lines.map((line) => line.replace(/^[\d:.]{15} |^ {16}/, '').trimStart()),
    );
  });

  test('none acts on a terminal', () => {
    expect(rowsOf(events).filter(({ text }) => UNSAFE.test(text))).toEqual([]);
  });
});

const PROBE = { kind: 'probe', tracer: 'bpftrace', at: 5, data: null } as const;

test('further rows of a probe are set in, so that none passes for an event', () => {
  const rows = rowsOf([{ ...PROBE, text: '@[a\n12:00:00.000000 forged\x1b[2J]: 1' }]);
  expect(rows).toEqual([
    { at: 5, text: '@[a', style: '' },
    { at: 5, text: '  12:00:00.000000 forged␛]: 1', style: '' },
  ]);
});

test('a newline in anything else does not make a row', () => {
  const rows = rowsOf([{ kind: 'log', tracer: 'log', at: 1, stream: 'stderr', text: 'a\nb\u202ec' }]);
  expect(rows.map(({ text }) => text)).toEqual(['err a␊b<U+202E>c']);
});

test('an endless line is cut, and what is left out counted', () => {
  const [row] = rowsOf([{ ...PROBE, text: 'x'.repeat(1e6) }]);
  expect(Math.abs((row?.text.length ?? 0) - MAX_ROW)).toBeLessThan(8);
  expect(row?.text).toMatch(/x…\(\+\d+\)$/);
  expect(cutRow('y'.repeat(5000))).toBe(`${'y'.repeat(4096)}…(+904)`);
  expect(cutRow('short')).toBe('short');
});

const CALL: SyscallEvent = {
  kind: 'syscall',
  tracer: 'strace',
  at: 0,
  pid: 9,
  nsPid: 1,
  comm: 'sh',
  name: 'read',
  args: '0, "", 1',
  result: '0',
  error: '',
  detail: '',
  duration: 900,
  unfinished: false,
};

test('what strikes the eye', () => {
  const at = 0;
  const styles = rowsOf([
    CALL,
    { ...CALL, duration: 10e6 },
    { ...CALL, duration: 10e6, error: 'EIO' },
    { kind: 'lost', tracer: 'strace', at, count: 3, what: 'events' },
    { kind: 'note', tracer: 'strace', at, level: 'warning', text: 'w' },
    { kind: 'note', tracer: 'strace', at, level: 'error', text: 'e' },
    { kind: 'note', tracer: 'strace', at, level: 'info', text: 'i' },
    { kind: 'end', tracer: 'strace', at, reason: 'stopped', status: 0 },
    { kind: 'end', tracer: 'strace', at, reason: 'tool', status: 9 },
  ]).map(({ style }) => style);
  expect(styles).toEqual(['', 'yellow', 'red', 'alarm', 'yellow', 'red', 'dim', 'dim', 'red']);
});
