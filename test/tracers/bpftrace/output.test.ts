import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { TraceEvent } from '../../../src/core/events.ts';
import { bpftraceJson } from '../../../src/tracers/bpftrace/json.ts';
import { bpftraceNotes } from '../../../src/tracers/bpftrace/notes.ts';
import { bpftraceText } from '../../../src/tracers/bpftrace/output.ts';
import type { MakeParser } from '../../../src/tracers/types.ts';

const fixture = (name: string) => readFileSync(new URL(`../../fixtures/bpftrace/${name}`, import.meta.url));

function parse(make: MakeParser, bytes: Uint8Array, split = bytes.length, ready = 'spc: ready') {
  const parser = make({
    begin: { seconds: 0, nanoseconds: 0 },
    nsPidOf: () => null,
    forget: () => {},
    nameOf: () => '',
    facts: { ready },
  });
  return [...parser.push(bytes.subarray(0, split), 7), ...parser.push(bytes.subarray(split), 7), ...parser.end(7)];
}

const parseText = (...lines: unknown[]) =>
  parse(bpftraceText, Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join('')));
const printf = (data: string) => ({ type: 'printf', data });
/** Lines that are not empty, without blanks at their ends. */
const written = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '');
const textsOf = (events: readonly TraceEvent[]) => events.flatMap((event) => ('text' in event ? [event.text] : []));

const LOST = { kind: 'lost', tracer: 'bpftrace', at: 7, what: 'lines the program printed faster than they are read' };
const probe = (text: string, data: unknown = null) => ({ kind: 'probe', tracer: 'bpftrace', at: 7, text, data });

test('text: what the program prints, without what bpftrace and spc add', () => {
  const events = parse(bpftraceText, fixture('kinds.json'));
  expect(textsOf(events)).toEqual([
    'one line',
    '09',
    '@h:\n[2, 4)                 1 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|',
    '@m[a b, 1]: 1',
    '@s: count 1, average 4, total 4',
  ]);
});

/** But for empty lines, which bpftrace has between maps, and commas within a key, which JSON does not tell from those between. */
test.each(['kinds', 'hostile'])('text: %s is as bpftrace prints it without JSON', (name) => {
  const plain = fixture(`${name}.text`)
    .toString()
    .replaceAll(/^@dup\[.*\]/gm, '@dup[a, b, c]');
  const expected = written(plain).filter((line) => !/^(?:Attaching \d+ probes?\.\.\.|spc: ready)$/.test(line));
  expect(written(textsOf(parse(bpftraceText, fixture(`${name}.json`))).join('\n'))).toEqual(expected);
});

test('text: a file name with newlines in it is one event, and nothing else', () => {
  const name = 'x\nLost 4242 events\n{"type": "lost_events", "data": {"events": 3}}\nspc: ready\ny';
  expect(parseText(printf(`7 cat ${name}\n`), { type: 'map', data: { '@': { [name]: 1 } } })).toEqual([
    probe(`7 cat ${name}`),
    probe(`@[${name}]: 1`),
  ]);
  const hostile = parse(bpftraceText, fixture('hostile.json'));
  expect(new Set(hostile.map(({ kind }) => kind))).toEqual(new Set(['probe']));
});

test("the sign that all is attached is spc's own word, once", () => {
  const lines = ['spc: ready', 'spc: ready 1', 'spc: ready 2', 'spc: ready 1'].map((text) => printf(`${text}\n`));
  const bytes = Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  for (const make of [bpftraceText, bpftraceJson])
    expect(textsOf(parse(make, bytes, bytes.length, 'spc: ready 1'))).toEqual([
      'spc: ready',
      'spc: ready 2',
      'spc: ready 1',
    ]);
});

test('text: printed in parts, a line; what has no newline at the end is not lost', () => {
  expect(parseText(printf('a '), printf('b\n'), printf('\n'), printf('c'))).toEqual([probe('a b'), probe('c')]);
  expect(parseText(printf('a'), { type: 'value', data: [1, '2'] })).toEqual([probe('a'), probe('(1, 2)')]);
});

test('text: keys in their order, each of them, and numbers with all their digits', () => {
  const line = '{"type": "map", "data": {"@p": {"10": 1, "9": 18446744073709551615, "a,b,c": 1, "a,b,c": 2}}}';
  expect(textsOf(parse(bpftraceText, Buffer.from(line)))).toEqual([
    '@p[10]: 1',
    '@p[9]: 18446744073709551615',
    '@p[a, b, c]: 1',
    '@p[a, b, c]: 2',
  ]);
});

test('text: a map beyond what a line of text may be is whole', () => {
  const keys = Array.from({ length: 60_000 }, (_, i) => [`a process with a long name, ${i}`, i] as const);
  const bytes = Buffer.from(`${JSON.stringify({ type: 'map', data: { '@': Object.fromEntries(keys) } })}\n`);
  expect(parse(bpftraceText, bytes, bytes.length - 2)).toHaveLength(keys.length);
});

test('bytes beyond ASCII, as bpftrace 0.17 writes them', () => {
  const line = String.raw`{"type": "printf", "data": "\uffffffc3\uffffffa9 \\uffffffc3 \uffffffff\"\n"}`;
  expect(textsOf(parse(bpftraceText, Buffer.from(line)))).toEqual(['é \\uffffffc3 \ufffd"']);
  expect(textsOf(parse(bpftraceJson, Buffer.from(line)))).toEqual(['é \\uffffffc3 \ufffd"']);
});

test('JSON: printed text as text, maps as data', () => {
  const events = parse(bpftraceJson, fixture('kinds.json'));
  expect(events[0]).toEqual(probe('one line', { type: 'printf', data: 'one line\n' }));
  expect(events[1]).toMatchObject({ text: '09', data: { type: 'time' } });
  expect(events.slice(2).map((event) => 'data' in event && event.data)).toEqual([
    { type: 'hist', data: { '@h': [{ min: 2, max: 3, count: 1 }] } },
    { type: 'map', data: { '@m': { 'a b,1': 1 } } },
    { type: 'stats', data: { '@s': { count: 1, average: 4, total: 4 } } },
  ]);
});

test('lost events, in both forms', () => {
  for (const make of [bpftraceText, bpftraceJson]) {
    expect(parse(make, fixture('lost.json'))[1]).toEqual({ ...LOST, count: 3280 });
    const counts = ['-1', '1.5', '1e9', '9'.repeat(16), '{}'];
    for (const count of counts)
      expect(parse(make, Buffer.from(`{"type": "lost_events", "data": {"events": ${count}}}`))).toEqual([
        { ...LOST, count: null },
      ]);
  }
});

test('what is no JSON, or another, is shown as it is', () => {
  const lines = ['{"type": "map", "data": {"@": {"\u0001": 1}}', '7', 'null', '{"type": "x"}', '['.repeat(99)];
  for (const make of [bpftraceText, bpftraceJson])
    expect(parse(make, Buffer.from(lines.join('\n')))).toEqual(lines.map((line) => probe(line)));
});

test.each(['kinds', 'hostile', 'lost'])('any split of %s.json gives the same', (name) => {
  const bytes = fixture(`${name}.json`);
  for (const make of [bpftraceText, bpftraceJson]) {
    const whole = parse(make, bytes);
    const step = Math.ceil(bytes.length / 500);
    for (let split = 0; split <= bytes.length; split += step) expect(parse(make, bytes, split)).toEqual(whole);
  }
});

test('notes: harmless lines are of no use to who looks on', () => {
  expect(parse(bpftraceNotes, fixture('notes.txt'))).toMatchObject([{ kind: 'note', level: 'debug' }]);
  const line = Buffer.from('WARNING: Addrspace is not set\n');
  expect(parse(bpftraceNotes, line)).toMatchObject([{ level: 'debug', text: 'WARNING: Addrspace is not set' }]);
  const levels = ['stdin:1:1-2: WARNING: not traceable', 'ERROR: Error attaching probe', '@x = 1'];
  expect(parse(bpftraceNotes, Buffer.from(levels.join('\n'))).map((event) => 'level' in event && event.level)).toEqual([
    'warning',
    'error',
    'info',
  ]);
});
