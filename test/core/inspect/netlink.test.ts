import { describe, expect, it } from 'vitest';
import {
  decodeAttributes,
  decodeMessages,
  encodeNumber,
  encodeRequest,
  endOf,
  NLM_F,
  numberOf,
  signedOf,
  textOf,
} from '../../../src/core/inspect/netlink.ts';
import { decodeAddresses, decodeLinks } from '../../../src/core/inspect/rtnetlink.ts';
import { datagrams, messages } from './captured.ts';

const bytes = (hex: string) => new Uint8Array(Buffer.from(hex.replaceAll(' ', ''), 'hex'));

describe('encodeRequest', () => {
  it('writes header, fixed part and attributes as netlink(7) has them', () => {
    const request = encodeRequest(18, NLM_F.DUMP, 7, new Uint8Array(16), [encodeNumber(29, 8)]);
    expect(Buffer.from(request).toString('hex')).toBe(
      ['28000000', '1200', '0103', '07000000', '00000000', '00'.repeat(16), '0800', '1d00', '08000000'].join(''),
    );
  });

  it('pads the fixed part to four bytes', () => {
    expect(encodeRequest(90, 0, 1, new Uint8Array(1), [encodeNumber(3, 5)])).toHaveLength(16 + 4 + 8);
  });
});

describe('decodeMessages', () => {
  it('finds every message of a captured dump, the end included', () => {
    expect(messages('docker-links').map(({ type }) => type)).toEqual([16, 16, 3]);
    expect(messages('docker-links').map(endOf)).toEqual([undefined, undefined, 0]);
  });

  it('says with which errno a request failed', () => {
    const [error] = decodeMessages(bytes('14000000 0200 0000 01000000 00000000 ffffffff'));
    expect(error && endOf(error)).toBe(1);
  });

  it.each([
    ['a length below the header', '0f000000 1000 0000 01000000 00000000'],
    ['a length of nothing', '00000000 1000 0000 01000000 00000000'],
    ['a length beyond the datagram', 'ffffff7f 1000 0000 01000000 00000000'],
    ['half a header', '10000000 1000'],
  ])('stops at %s', (_, hex) => expect(decodeMessages(bytes(hex))).toEqual([]));
});

describe('decodeAttributes', () => {
  it('strips the flags of the type and keeps the first of two', () => {
    const attributes = decodeAttributes(bytes('0800 0180 01000000  0800 0100 02000000  0500 0200 41 000000'));
    expect(numberOf(attributes.get(1))).toBe(1);
    expect(textOf(attributes.get(2))).toBe('A');
  });

  it.each([
    ['a length of nothing', '0000 0100'],
    ['a length below its header', '0300 0100'],
    ['a length beyond the message', '0900 0100 00000000'],
  ])('stops at %s', (_, hex) => expect(decodeAttributes(bytes(hex)).size).toBe(0));

  it('ends among attributes without content, however many', () => {
    const many = new Uint8Array(4 * 1_000_000);
    for (let at = 0; at < many.length; at += 4) many.set([4, 0, at & 0xff, (at >> 8) & 0x3f], at);
    expect(decodeAttributes(many).size).toBeLessThanOrEqual(1024);
  });

  it('takes numbers and texts that are too short for nothing', () => {
    expect(numberOf(bytes('010203'))).toBeUndefined();
    expect(numberOf(undefined)).toBeUndefined();
    expect(signedOf(bytes('ffffffff'))).toBe(-1);
    expect(textOf(bytes('657468300041'))).toBe('eth0');
    expect(textOf(undefined)).toBe('');
  });
});

describe('decodeLinks', () => {
  it('passes over a message without its fixed part', () => {
    const short = { type: 16, flags: 0, sequence: 1, payload: new Uint8Array(15) };
    expect(decodeLinks([short])).toEqual([]);
    expect(decodeLinks([{ ...short, payload: new Uint8Array(16) }])).toHaveLength(1);
  });
});

describe('a dump that is cut anywhere', () => {
  const [whole = new Uint8Array()] = datagrams('docker-links');

  it('gives links or none, never an error', () => {
    const names = ['lo', 'eth0'];
    for (let length = 0; length < whole.length; length++) {
      const links = decodeLinks(decodeMessages(whole.subarray(0, length)));
      expect(links.map(({ name }) => name)).toEqual(names.slice(0, links.length));
    }
  });

  it('holds against any byte being another', () => {
    for (let at = 0; at < whole.length; at++) {
      const changed = whole.slice();
      changed[at] = 0xff - (changed[at] ?? 0);
      expect(() => [decodeLinks(decodeMessages(changed)), decodeAddresses(decodeMessages(changed))]).not.toThrow();
    }
  });
});
