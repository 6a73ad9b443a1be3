import { describe, expect, it } from 'vitest';
import { decodeEntry, encodeEntry, type JournalEntry } from '../../../src/core/session/journal.ts';

const ENTRIES: JournalEntry[] = [
  { kind: 'stream', id: 0, name: 'strace-1', tracer: 'strace', format: 'strace', offset: 12 },
  { kind: 'segment', id: 0, number: 2, offset: 100, prefix: 24 },
  { kind: 'chunk', id: 3, at: -5, length: 4096 },
  { kind: 'end', id: 3, at: 17 },
  { kind: 'task', pid: 42, nsPid: 1 },
  { kind: 'known', pid: 42, nsPid: null },
  { kind: 'facts', id: 1, facts: { interfaces: { 2: 'eth0' }, device: { name: 'veth1', mac: '02:00', far: true } } },
  { kind: 'address', address: '10.0.0.2', name: 'web\n["c",0,0,1]' },
];

describe('the journal of a session', () => {
  it.each(ENTRIES)('reads what it wrote: $kind', (entry) => {
    const line = encodeEntry(entry);
    expect(line.indexOf('\n')).toBe(line.length - 1);
    expect(decodeEntry(line.slice(0, -1))).toEqual(entry);
  });

  it('is one short array a line', () => {
    expect(encodeEntry({ kind: 'chunk', id: 1, at: 12_345, length: 8192 })).toBe('["c",1,12345,8192]\n');
  });

  it.each([
    ['', 'nothing'],
    ['["c",1,12345', 'half a line'],
    ['{"kind":"chunk"}', 'no array'],
    ['["x",1]', 'an unknown entry'],
    ['["c",1,5]', 'too few fields'],
    ['["c",1,5,6,7]', 'too many'],
    ['["c",1,5,-6]', 'a negative length'],
    ['["c",1,5,1e300]', 'a length beyond all numbers'],
    ['["c",100000,5,6]', 'too many streams'],
    ['["n",0,"../../etc/cron.d/x","strace","strace",0]', 'a name that leads elsewhere'],
    ['["n",0,"a/b","strace","strace",0]', 'a name with a slash'],
    ['["n",0,"a","strace","exe",0]', 'an unknown format'],
    ['["n",0,"a","nobody","strace",0]', 'an unknown tracer'],
    ['["f",0,{"interfaces":{"1":2}}]', 'facts of another type'],
    ['["f",0,{"device":{"name":"x"}}]', 'half a device'],
    ['["t","1",2]', 'a pid that is no number'],
  ])('takes %j for nothing: %s', (line) => {
    expect(decodeEntry(line)).toBeUndefined();
  });
});
