import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { cutsOf } from '../../../src/io/recorder/cuts.ts';
import { bytesOf, END, newName, record, removeAll } from './lab.ts';

afterAll(removeAll);

/** A pcap of so many packets of 80 bytes on a line without link layer (pcap-savefile(5), LINKTYPE_RAW 101). */
function pcap(packets: number): Buffer {
  const header = Buffer.alloc(24);
  header.writeUInt32LE(0xa1b2c3d4, 0);
  header.writeUInt16LE(2, 4);
  header.writeUInt16LE(4, 6);
  header.writeUInt32LE(262_144, 16);
  header.writeUInt32LE(101, 20);
  const packet = (number: number) => {
    const bytes = Buffer.alloc(96);
    bytes.writeUInt32LE(number, 0);
    bytes.writeUInt32LE(80, 8);
    bytes.writeUInt32LE(80, 12);
    bytes[16] = 0x45;
    return bytes;
  };
  return Buffer.concat([header, ...Array.from({ length: packets }, (_, i) => packet(i))]);
}

describe('a stream of lines', () => {
  const { find, prefix } = cutsOf('strace');

  it.each([
    [0, 4],
    [4, 4],
    [5, 8],
    [-100, 4],
    [9, undefined],
  ])('is cut behind a newline, from %d on at %s', (least, at) =>
    expect(find(Buffer.from('one\ntwo\nthr'), least)).toBe(at),
  );

  it('begins anew with nothing', () => expect(prefix()).toHaveLength(0));
});

describe('a stream of packets', () => {
  it('is cut behind a packet, wherever chunks end', () => {
    const bytes = pcap(10);
    const { find, prefix } = cutsOf('pcap');
    const found = [];
    for (let at = 0; at < bytes.length; at += 50) {
      const cut = find(bytes.subarray(at, at + 50), 0);
      if (cut !== undefined) found.push(at + cut);
    }
    expect(found.filter((at) => at > 24)).toEqual(Array.from({ length: 10 }, (_, i) => 24 + 96 * (i + 1)));
    expect(prefix().equals(bytes.subarray(0, 24))).toBe(true);
  });

  it('is in files that tcpdump reads each, and replays as one stream', async () => {
    const name = newName();
    const recorder = record(name, { maxBytes: 1024 ** 2 });
    const stream = recorder.stream('tcpdump-1', 'tcpdump', 'pcap');
    const bytes = pcap(8000);
    for (let at = 0; at < bytes.length; at += 10_007) await stream.write(bytes.subarray(at, at + 10_007), at);
    await recorder.close(() => END);
    const files = readdirSync(name).filter((file) => file.endsWith('.raw'));
    expect(files.length).toBeGreaterThan(8);
    const counts = files.map((file) => {
      const text = execFileSync('tcpdump', ['-nr', `${name}/${file}`], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      return text.trimEnd().split('\n').length;
    });
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(8000);
    expect((await bytesOf(name)).equals(bytes)).toBe(true);
  });

  it('begins with its header when the oldest packets were dropped', async () => {
    const name = newName();
    const recorder = record(name, { maxBytes: 1024 ** 2 });
    const stream = recorder.stream('tcpdump-1', 'tcpdump', 'pcap');
    const bytes = pcap(30_000);
    for (let at = 0; at < bytes.length; at += 10_007) await stream.write(bytes.subarray(at, at + 10_007), at);
    await recorder.close(() => END);
    const kept = await bytesOf(name);
    expect(kept.length).toBeLessThan(1024 ** 2);
    const last = kept.subarray(24);
    expect(kept.subarray(0, 24).equals(bytes.subarray(0, 24))).toBe(true);
    expect(last.equals(bytes.subarray(bytes.length - last.length))).toBe(true);
    expect(last.length % 96).toBe(0);
  });
});
