/**
 * Messages of netlink(7): headers and attributes, to and from bytes. Little-endian, as x86-64 and arm64 are.
 * What is decoded is checked against its own length at every step: a length that lies ends the decoding, never reads beyond.
 */

/** A message without its header. */
export interface NetlinkMessage {
  type: number;
  flags: number;
  sequence: number;
  payload: Uint8Array;
}

/** Attributes by their type; of one that occurs twice, the first. */
export type Attributes = Map<number, Uint8Array>;

/** netlink.h */
const NLMSG = { ERROR: 2, DONE: 3 } as const;
export const NLM_F = { REQUEST: 0x1, DUMP_INTR: 0x10, DUMP: 0x300 } as const;

const MESSAGE_HEADER = 16;
const ATTRIBUTE_HEADER = 4;
/** The two highest bits of an attribute's type are flags: nested, network byte order. */
const TYPE_MASK = 0x3fff;
/** No message of rtnetlink has nearly as many; a body of empty attributes may not keep spc busy. */
const MAX_ATTRIBUTES = 1024;

const align = (length: number) => (length + 3) & ~3;

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** A request: header, the family's own fixed part, attributes. */
export function encodeRequest(
  type: number,
  flags: number,
  sequence: number,
  fixed: Uint8Array,
  attributes: readonly Uint8Array[] = [],
): Uint8Array {
  const start = MESSAGE_HEADER + align(fixed.length);
  const length = attributes.reduce((sum, each) => sum + each.length, start);
  const bytes = new Uint8Array(length);
  const view = viewOf(bytes);
  view.setUint32(0, length, true);
  view.setUint16(4, type, true);
  view.setUint16(6, flags | NLM_F.REQUEST, true);
  view.setUint32(8, sequence, true);
  bytes.set(fixed, MESSAGE_HEADER);
  let at = start;
  for (const each of attributes) {
    bytes.set(each, at);
    at += each.length;
  }
  return bytes;
}

/** An attribute that holds a 32-bit number. */
export function encodeNumber(type: number, value: number): Uint8Array {
  const bytes = new Uint8Array(ATTRIBUTE_HEADER + 4);
  const view = viewOf(bytes);
  view.setUint16(0, bytes.length, true);
  view.setUint16(2, type, true);
  view.setUint32(4, value >>> 0, true);
  return bytes;
}

/** The messages of one datagram; one that is cut short or claims an impossible length ends the list. */
export function decodeMessages(datagram: Uint8Array): NetlinkMessage[] {
  const view = viewOf(datagram);
  const messages: NetlinkMessage[] = [];
  for (let at = 0; at + MESSAGE_HEADER <= datagram.length; ) {
    const length = view.getUint32(at, true);
    if (length < MESSAGE_HEADER || at + length > datagram.length) break;
    messages.push({
      type: view.getUint16(at + 4, true),
      flags: view.getUint16(at + 6, true),
      sequence: view.getUint32(at + 8, true),
      payload: datagram.subarray(at + MESSAGE_HEADER, at + length),
    });
    at += align(length);
  }
  return messages;
}

/** The attributes that follow `offset` bytes of a message's fixed part, or that an attribute nests (`offset` 0). */
export function decodeAttributes(bytes: Uint8Array, offset = 0): Attributes {
  const view = viewOf(bytes);
  const attributes: Attributes = new Map();
  let count = 0;
  for (let at = offset; at + ATTRIBUTE_HEADER <= bytes.length && count < MAX_ATTRIBUTES; count++) {
    const length = view.getUint16(at, true);
    if (length < ATTRIBUTE_HEADER || at + length > bytes.length) break;
    const type = view.getUint16(at + 2, true) & TYPE_MASK;
    if (!attributes.has(type)) attributes.set(type, bytes.subarray(at + ATTRIBUTE_HEADER, at + length));
    at += align(length);
  }
  return attributes;
}

/** The errno of an answer that says how a request ended; 0: well; undefined: it is no such answer. */
export function endOf({ type, payload }: NetlinkMessage): number | undefined {
  if (type !== NLMSG.DONE && type !== NLMSG.ERROR) return undefined;
  return payload.length < 4 ? 0 : 0 - viewOf(payload).getInt32(0, true);
}

/** A 32-bit number of the machine's byte order; undefined when the attribute is missing or too short. */
export function numberOf(bytes: Uint8Array | undefined): number | undefined {
  return bytes && bytes.length >= 4 ? viewOf(bytes).getUint32(0, true) : undefined;
}

/** As `numberOf`, signed. */
export function signedOf(bytes: Uint8Array | undefined): number | undefined {
  return bytes && bytes.length >= 4 ? viewOf(bytes).getInt32(0, true) : undefined;
}

/** Text that a NUL ends. Hostile until sanitised. */
export function textOf(bytes: Uint8Array | undefined): string {
  if (!bytes) return '';
  const end = bytes.indexOf(0);
  return UTF8.decode(bytes.subarray(0, Math.min(end < 0 ? bytes.length : end, MAX_TEXT)));
}

const UTF8 = new TextDecoder();
const MAX_TEXT = 256;
