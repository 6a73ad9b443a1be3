import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodePacket } from '../../../src/core/packets/decode.ts';
import { PcapReader } from '../../../src/core/packets/reader.ts';
import { random } from './chunks.ts';

function packetsOf(name: string) {
  const reader = new PcapReader();
  const records = reader.push(readFileSync(`test/fixtures/tcpdump/${name}.pcap`));
  return records.map(({ data, length }) => ({ data, length, linkType: reader.header?.linkType ?? 0 }));
}

const decoded = (name: string) =>
  packetsOf(name).map(({ linkType, data, length }) => decodePacket(linkType, data, length, true));

const lines = (name: string) => decoded(name).map(({ protocol, info }) => `${protocol} ${info}`);

const hexBytes = (text: string) => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));
const decodeHex = (linkType: number, text: string) =>
  decodePacket(linkType, hexBytes(text), hexBytes(text).length, true);

/** An IPv4 header without options, from 10.0.0.1 to 10.0.0.2. */
const ip4 = (protocol: string, payload: string) => {
  const length = (20 + payload.replaceAll(' ', '').length / 2).toString(16).padStart(4, '0');
  return `4500${length}00000000 40${protocol}0000 0a000001 0a000002 ${payload}`;
};

describe('packets that tcpdump captured', () => {
  it.each([
    ['a DNS question', 'DNS 4660+ A? www.example.org. (33)'],
    [
      'its answer, with compressed names',
      'DNS 4660 2/0/0 A? www.example.org. CNAME cdn.example.org., A 192.0.2.1 (67)',
    ],
    ['a ping', 'ICMP echo request, id 77, seq 1, length 16'],
    ['a ping over IPv6', 'ICMPv6 echo reply, id 77, seq 1, length 16'],
    ['a datagram', 'UDP length 5'],
    ['its refusal', 'ICMP 127.0.0.1:9 unreachable (port), length 41'],
    ['a connection', 'TCP Flags [S], seq 1855506916, win 65495, options [mss 65495,sackOK,wscale 10], length 0'],
    [
      'a request',
      'HTTP Flags [P.], seq 1855506917:1855506956, ack 2977549594, win 64, length 39: GET /index.html HTTP/1.1',
    ],
    [
      'a TLS handshake',
      'TLS Flags [P.], seq 16817854:16818176, ack 260544868, win 64, length 322: TLS ClientHello shop.example.org',
    ],
    ['a reset', 'TCP Flags [R], seq 260544869, win 0, length 0'],
    ['who has', 'ARP Request who-has 10.9.0.9 tell 10.9.0.1, length 28'],
  ])('%s', (_, line) => expect(lines('any')).toContain(line));

  it('has the interface, the direction, addresses and ports', () => {
    expect(decoded('any')[0]).toMatchObject({
      interfaceIndex: 1,
      direction: 'in',
      source: '127.0.0.1',
      sourcePort: 45_029,
      destination: '127.0.0.1',
      destinationPort: 53,
    });
  });

  it('has hardware addresses of Ethernet, and its groups', () => {
    expect(decoded('ethernet').map(({ direction }) => direction)).toContain('broadcast');
    expect(decoded('ethernet').every(({ receiver }) => /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/.test(receiver))).toBe(true);
  });

  it('tells fragments', () => {
    expect(lines('ethernet')).toContain('UDP length 3000 (first fragment)');
    expect(lines('ethernet')).toContain('UDP fragment at 1480, length 1480');
  });
});

describe('what few networks carry', () => {
  it('VLAN tags, one in the other', () => {
    const tagged = `ffffffffffff 020000000001 88a8 0064 8100 0007 0800 ${ip4('11', '0001 0002 0009 0000 ff')}`;
    expect(decodeHex(1, tagged)).toMatchObject({ protocol: 'UDP', info: 'vlan 100, vlan 7, length 1', sourcePort: 1 });
  });

  it('IPv6 extension headers', () => {
    const header = `60000000 0018 00 40 ${'00'.repeat(15)}01 ${'00'.repeat(15)}02`;
    const packet = `${header} 3c00000000000000 3b00000000000000 0000000000000000`;
    expect(decodeHex(101, packet)).toMatchObject({ protocol: 'IPv6', source: '::1', destination: '::2' });
    expect(decodeHex(101, packet).info).toBe('no next header, length 8');
  });

  it('protocols without a decoder', () => {
    expect(decodeHex(101, ip4('84', '00'.repeat(12)))).toMatchObject({ protocol: 'SCTP', info: 'length 12' });
    expect(decodeHex(101, ip4('fe', '00'))).toMatchObject({ protocol: 'ip-proto-254' });
    expect(decodeHex(1, 'ffffffffffff 020000000001 88cc 0102')).toMatchObject({
      protocol: 'LLDP',
      source: '02:00:00:00:00:01',
    });
    expect(decodePacket(9999, new Uint8Array(4), 4, true).info).toBe('link type 9999, length 4');
  });

  it('NULL and cooked captures', () => {
    expect(decodeHex(0, `02000000 ${ip4('01', '08000000 0001 0002')}`).info).toBe(
      'echo request, id 1, seq 2, length 8',
    );
    expect(decodeHex(113, `0004 0001 0006 020000000001 0000 0800 ${ip4('01', '00000000 0001 0002')}`)).toMatchObject({
      direction: 'out',
      protocol: 'ICMP',
      sender: '02:00:00:00:00:01',
    });
  });

  it('a DNS name that points to itself ends', () => {
    const loop = `1234 0100 0001 0000 0000 0000 c00c 0001 0001`;
    expect(decodeHex(101, ip4('11', `0400 0035 001a 0000 ${loop}`)).info).toBe('4660+ A? … (18)');
  });
});

describe('hostile bytes', () => {
  const next = random(7);
  const bytes = (length: number) => Uint8Array.from({ length }, () => next() & 0xff);
  const types = [0, 1, 101, 108, 113, 228, 229, 276, 999];

  it('never throw, whatever they are', () => {
    for (let round = 0; round < 20_000; round++) {
      const data = bytes(next() % 120);
      const packet = decodePacket(types[round % types.length] ?? 0, data, next() % 2000, round % 2 === 0);
      expect(packet.info.length).toBeLessThanOrEqual(401);
    }
  });

  it('nor when a real packet is cut short or changed anywhere', () => {
    for (const { data, length, linkType } of [...packetsOf('any'), ...packetsOf('ethernet')])
      for (let at = 0; at < data.length; at++) {
        const changed = Uint8Array.from(data);
        changed[at] = next() & 0xff;
        expect(typeof decodePacket(linkType, changed, length, true).info).toBe('string');
        expect(typeof decodePacket(linkType, data.subarray(0, at), length, true).info).toBe('string');
      }
  });
});
