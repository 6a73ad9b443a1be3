import { describe, expect, it } from 'vitest';
import { ipText, procAddress } from '../../../src/core/inspect/ip.ts';

const bytes = (hex: string) => new Uint8Array(Buffer.from(hex, 'hex'));

describe('ipText', () => {
  it.each([
    ['ac110002', '172.17.0.2'],
    ['00000000', '0.0.0.0'],
    ['00'.repeat(16), '::'],
    ['fe8000000000000090c507fffe41db1c', 'fe80::90c5:7ff:fe41:db1c'],
    ['00000000000000000000ffffac110002', '::ffff:172.17.0.2'],
    ['20010db8000000010001000100010001', '2001:db8:0:1:1:1:1:1'],
    ['20010000000000010000000000000001', '2001:0:0:1::1'],
  ])('%s is %s', (hex, text) => expect(ipText(bytes(hex))).toBe(text));

  it('writes IPv6 as the URL standard does', () => {
    for (let seed = 1; seed < 2000; seed++) {
      // every second group or so is zero, so that runs of all lengths occur
      const groups = Array.from({ length: 8 }, (_, at) =>
        (seed * 7919 + at * 104729) % 13 < 7 ? 0 : (seed * (at + 3)) & 0xffff,
      );
      if (groups.slice(0, 5).every((group) => group === 0)) continue;
      const hex = groups.map((group) => group.toString(16).padStart(4, '0'));
      expect(`[${ipText(bytes(hex.join('')))}]`).toBe(new URL(`http://[${hex.join(':')}]`).hostname);
    }
  });

  it.each(['', 'ac1100', '00'.repeat(20)])('takes %j for no address', (hex) =>
    expect(ipText(bytes(hex))).toBeUndefined(),
  );
});

describe('procAddress', () => {
  it.each([
    ['0100007F', '127.0.0.1'],
    ['00000000000000000000000001000000', '::1'],
    ['0000000000000000FFFF00000100007F', '::ffff:127.0.0.1'],
    ['B80D0120000000000000000001000000', '2001:db8::1'],
  ])('%s is %s', (hex, text) => expect(procAddress(hex)).toBe(text));

  it.each(['', 'xyz', '0100007', '0100007F0'])('takes %j for no address', (hex) =>
    expect(procAddress(hex)).toBeUndefined(),
  );
});
