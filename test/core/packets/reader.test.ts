import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PcapFrames } from '../../../src/core/packets/frames.ts';
import { PcapReader } from '../../../src/core/packets/reader.ts';
import { chunksOf, random } from './chunks.ts';

const capture = (name: string) => readFileSync(`test/fixtures/tcpdump/${name}.pcap`);

/** A capture of one packet, in any of the four forms. */
function made(magic: number, littleEndian: boolean, fraction: number): Uint8Array {
  const bytes = new Uint8Array(24 + 16 + 3);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, magic, littleEndian);
  view.setUint32(16, 262_144, littleEndian);
  view.setUint32(20, 101, littleEndian);
  view.setUint32(24, 1_700_000_000, littleEndian);
  view.setUint32(28, fraction, littleEndian);
  view.setUint32(32, 3, littleEndian);
  view.setUint32(36, 1500, littleEndian);
  bytes.set([1, 2, 3], 40);
  return bytes;
}

const records = (chunks: Uint8Array[]) => {
  const reader = new PcapReader();
  return chunks.flatMap((chunk) => reader.push(chunk).map(({ data, ...rest }) => ({ ...rest, data: [...data] })));
};

describe('PcapReader', () => {
  it.each([
    ['µs, little-endian', 0xa1b2c3d4, true, 5],
    ['µs, big-endian', 0xa1b2c3d4, false, 5],
    ['ns, little-endian', 0xa1b23c4d, true, 5000],
    ['ns, big-endian', 0xa1b23c4d, false, 5000],
  ])('reads %s', (_, magic, littleEndian, fraction) => {
    const reader = new PcapReader();
    const [record] = reader.push(made(magic, littleEndian, fraction));
    expect(record).toMatchObject({ seconds: 1_700_000_000, nanoseconds: 5000, length: 1500, end: 43 });
    expect([...(record?.data ?? [])]).toEqual([1, 2, 3]);
    expect(reader.header).toEqual({ linkType: 101, snapLength: 262_144, littleEndian });
  });

  it('finds every packet tcpdump has written', () => {
    expect(records([capture('any')])).toHaveLength(37);
    expect(capture('any').length).toBe(records([capture('any')]).at(-1)?.end);
  });

  it('gives the same however the bytes are split', () => {
    const whole = records([capture('any')]);
    expect(records(chunksOf(capture('any'), () => 1))).toEqual(whole);
    for (let seed = 1; seed <= 30; seed++) {
      const next = random(seed);
      expect(records(chunksOf(capture('any'), () => 1 + (next() % 700)))).toEqual(whole);
    }
  });

  it('reads the parts of a capture one after the other, each with the header', () => {
    const bytes = capture('any');
    const [first] = records([bytes]);
    const header = bytes.subarray(0, 24);
    const parts = [bytes.subarray(0, first?.end), header, bytes.subarray(first?.end), header];
    const strip = (list: ReturnType<typeof records>) => list.map(({ end: _, ...rest }) => rest);
    expect(strip(records(parts))).toEqual(strip(records([bytes])));
    expect(strip(records(chunksOf(Buffer.concat(parts), () => 7)))).toEqual(strip(records([bytes])));
  });

  it('ends at a length no packet has, and says so', () => {
    const bytes = made(0xa1b2c3d4, true, 0);
    new DataView(bytes.buffer).setUint32(32, 0xffff_ffff, true);
    const reader = new PcapReader();
    expect(reader.push(bytes)).toEqual([]);
    expect(reader.damaged).toBe('a packet of 4294967295 bytes is none');
    expect(reader.push(made(0xa1b2c3d4, true, 0))).toEqual([]);
  });

  it('says when it is no pcap', () => {
    const reader = new PcapReader();
    reader.push(Buffer.from('tcpdump: permission denied, and more'));
    expect(reader.damaged).not.toBe('');
  });

  it('tells how much is left of a packet that was cut off', () => {
    const reader = new PcapReader();
    reader.push(capture('any').subarray(0, 24 + 16 + 5));
    expect(reader.rest).toBe(21);
  });
});

describe('PcapFrames', () => {
  it('tells after which byte of a chunk a record ends', () => {
    const bytes = made(0xa1b2c3d4, true, 0);
    const frames = new PcapFrames();
    expect(frames.push(bytes.subarray(0, 30))).toEqual({ header: bytes.subarray(0, 24), ends: [] });
    expect(frames.push(Buffer.concat([bytes.subarray(30), bytes.subarray(24)])).ends).toEqual([13, 32]);
  });

  it('has no ends in what is no pcap', () => {
    expect(new PcapFrames().push(Buffer.alloc(1000, 'x'))).toEqual({ header: undefined, ends: [] });
  });
});
