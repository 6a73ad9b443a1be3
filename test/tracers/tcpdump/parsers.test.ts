import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { PacketEvent } from '../../../src/core/events.ts';
import type { StreamFacts } from '../../../src/core/session/types.ts';
import { tcpdumpNotes } from '../../../src/tracers/tcpdump/notes.ts';
import { pcapParser } from '../../../src/tracers/tcpdump/packets.ts';
import type { ParserContext } from '../../../src/tracers/types.ts';
import { chunksOf, random } from '../../core/packets/chunks.ts';

const context = (facts: StreamFacts = {}): ParserContext => ({
  begin: { seconds: 1_795_339_198, nanoseconds: 0 },
  nsPidOf: () => null,
  forget: () => {},
  nameOf: (address) => (address === '10.9.0.1' ? 'web' : ''),
  facts,
});

const capture = (name: string) => readFileSync(`test/fixtures/tcpdump/${name}.pcap`);
const packets = (name: string, facts?: StreamFacts) =>
  pcapParser(context(facts)).push(capture(name), 0) as PacketEvent[];

describe('pcapParser', () => {
  it('names interfaces by their index, and containers by their address', () => {
    const events = packets('any', { interfaces: { 1: 'lo' } });
    expect(events[0]).toMatchObject({ kind: 'packet', interface: 'lo', at: 319_547_407, length: 81, captured: 81 });
    expect(events.find(({ protocol }) => protocol === 'ARP')).toMatchObject({ interface: 'if3', sourceName: 'web' });
  });

  it('tells directions of a device by its hardware address', () => {
    const mac = '02:00:00:00:00:0a';
    const ofUdp = (facts: StreamFacts) => packets('ethernet', facts).find(({ protocol }) => protocol === 'UDP');
    expect(ofUdp({ device: { name: 'va', mac, far: false } })).toMatchObject({ interface: 'va', direction: 'out' });
    expect(ofUdp({ device: { name: 'vb', mac, far: true } })).toMatchObject({ interface: 'vb', direction: 'in' });
  });

  it('gives the same however the bytes are split', () => {
    const whole = packets('any');
    for (let seed = 1; seed <= 20; seed++) {
      const next = random(seed);
      const parser = pcapParser(context());
      const parts = chunksOf(capture('any'), () => 1 + (next() % 300)).flatMap((chunk) => parser.push(chunk, 5));
      expect([...parts, ...parser.end(5)]).toEqual(whole);
    }
  });

  it('tells once that it cannot read on, and that a capture was cut off', () => {
    const parser = pcapParser(context());
    const events = [Buffer.alloc(30), Buffer.alloc(30)].flatMap((chunk) => parser.push(chunk, 9));
    expect(events).toMatchObject([{ kind: 'note', level: 'error', at: 9 }]);
    expect(parser.end(9)).toEqual([]);
    const cut = pcapParser(context());
    cut.push(capture('any').subarray(0, 50), 1);
    expect(cut.end(2)).toMatchObject([{ kind: 'note', level: 'warning' }]);
  });
});

describe('tcpdumpNotes', () => {
  const notes = (text: string) => {
    const parser = tcpdumpNotes(context());
    return [...parser.push(Buffer.from(text), 3), ...parser.end(3)];
  };

  it('is quiet about counts it asked for, and tells what was dropped since the last', () => {
    const text = [
      'tcpdump: data link type LINUX_SLL2',
      'tcpdump: listening on any, link-type LINUX_SLL2 (Linux cooked v2), snapshot length 262144 bytes',
      'tcpdump: 10 packets captured, 12 packets received by filter, 0 packets dropped by kernel',
      'tcpdump: 20 packets captured, 27 packets received by filter, 5 packets dropped by kernel',
      'tcpdump: 21 packets captured, 28 packets received by filter, 5 packets dropped by kernel',
      '21 packets captured',
      '33 packets received by filter',
      '8 packets dropped by kernel',
      '1 packet dropped by interface',
    ];
    const events = notes(`${text.join('\n')}\n`);
    expect(events.flatMap((event) => (event.kind === 'lost' ? [event.count] : []))).toEqual([5, 3, 1]);
    expect(events.flatMap((event) => (event.kind === 'note' ? [event.text] : []))).toEqual([
      'listening on any, link-type LINUX_SLL2 (Linux cooked v2), snapshot length 262144 bytes',
      '21 packets captured',
      '33 packets received by filter',
      '8 packets dropped by kernel',
      '1 packet dropped by interface',
    ]);
  });

  it('marks errors and warnings', () => {
    expect(notes('tcpdump: pcap_loop: The interface disappeared\n')).toMatchObject([{ level: 'error' }]);
    expect(notes('tcpdump: Warning: Kernel filter failed: Cannot allocate memory')).toMatchObject([
      { level: 'warning' },
    ]);
  });
});
