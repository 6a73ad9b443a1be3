import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { bpftraceJson } from '../../../src/tracers/bpftrace/json.ts';
import { bpftraceNotes } from '../../../src/tracers/bpftrace/notes.ts';
import { bpftraceText } from '../../../src/tracers/bpftrace/output.ts';
import type { MakeParser } from '../../../src/tracers/types.ts';

const fixture = (name: string) => readFileSync(new URL(`../../fixtures/bpftrace/${name}`, import.meta.url));

function parse(make: MakeParser, bytes: Uint8Array, split = bytes.length) {
  const parser = make({
    begin: { seconds: 0, nanoseconds: 0 },
    nsPidOf: () => null,
    forget: () => {},
    nameOf: () => '',
  });
  return [...parser.push(bytes.subarray(0, split), 7), ...parser.push(bytes.subarray(split), 7), ...parser.end(7)];
}

const LOST = { kind: 'lost', tracer: 'bpftrace', at: 7, what: 'lines the program printed faster than they are read' };
const probe = (text: string, data: unknown = null) => ({ kind: 'probe', tracer: 'bpftrace', at: 7, text, data });

test('text: what the program prints, without what bpftrace and spc add', () => {
  const events = parse(bpftraceText, fixture('kinds.text'));
  expect(events.map((event) => 'text' in event && event.text)).toEqual([
    'one line',
    '09',
    '@h: ',
    '[2, 4)                 1 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|',
    '@m[a b, 1]: 1',
    '@s: count 1, average 4, total 4',
  ]);
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
  expect(parse(bpftraceText, fixture('lost.text'))[1]).toEqual({ ...LOST, count: 466 });
  expect(parse(bpftraceJson, fixture('lost.json'))[1]).toEqual({ ...LOST, count: 3280 });
});

test('what is no JSON, or another, is shown as it is', () => {
  const lines = ['{"type": "map", "data": {"@": {"\u0001": 1}}', '7', 'null', '{"type": "x"}'];
  expect(parse(bpftraceJson, Buffer.from(lines.join('\n')))).toEqual(lines.map((line) => probe(line)));
});

test.each(['kinds.text', 'kinds.json', 'lost.text', 'lost.json'])('any split of %s gives the same', (name) => {
  const make = name.endsWith('json') ? bpftraceJson : bpftraceText;
  const bytes = fixture(name);
  const whole = parse(make, bytes);
  for (let split = 0; split <= bytes.length; split++) expect(parse(make, bytes, split)).toEqual(whole);
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
