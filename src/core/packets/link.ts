/** What a packet begins with, by the capture's link type (tcpdump.org/linktypes.html). */
import type { PacketEvent } from '../events.ts';
import { macText, u8, u16, u32 } from './bytes.ts';
import type { Link } from './types.ts';

type ReadLink = (data: Uint8Array, littleEndian: boolean) => Link;

/** if_ether.h */
const IPV4 = 0x0800;
const IPV6 = 0x86dd;

/** if_packet.h: PACKET_HOST and those after it. */
const PACKET_TYPES: readonly PacketEvent['direction'][] = ['in', 'broadcast', 'multicast', 'other', 'out'];

const LINKS: Readonly<Record<number, ReadLink>> = {
  0: (data, littleEndian) => family(data, littleEndian), // NULL: the address family, in the capturing machine's byte order
  1: ethernet,
  101: (data) => bare(data, 0), // RAW
  108: (data) => family(data, false), // LOOP
  113: cooked,
  228: (data) => bare(data, 0, IPV4),
  229: (data) => bare(data, 0, IPV6),
  276: cookedV2,
};

/** Undefined for a link type that is not known here. */
export function readLink(linkType: number, data: Uint8Array, littleEndian: boolean): Link | undefined {
  return LINKS[linkType]?.(data, littleEndian);
}

function ethernet(data: Uint8Array): Link {
  return {
    type: u16(data, 12),
    payload: data.subarray(14),
    destination: macText(data, 0),
    source: macText(data, 6),
    direction: groupOf(data),
    interfaceIndex: 0,
  };
}

/** The lowest bit of an Ethernet address marks a group's. */
function groupOf(data: Uint8Array): PacketEvent['direction'] {
  if ((u8(data, 0) & 1) === 0) return 'other';
  return data.length >= 6 && data.subarray(0, 6).every((byte) => byte === 0xff) ? 'broadcast' : 'multicast';
}

/** LINUX_SLL: packet type, hardware type, length of the sender's address, the address, EtherType. */
function cooked(data: Uint8Array): Link {
  const source = u16(data, 4) === 6 ? macText(data, 6) : '';
  return { ...bare(data, 16, u16(data, 14)), source, direction: direction(u16(data, 0)) };
}

/** LINUX_SLL2: EtherType, two unused bytes, interface index, hardware type, packet type, length of the address, the address. */
function cookedV2(data: Uint8Array): Link {
  return {
    ...bare(data, 20, u16(data, 0)),
    source: u8(data, 11) === 6 ? macText(data, 12) : '',
    direction: direction(u8(data, 10)),
    interfaceIndex: u32(data, 4),
  };
}

const direction = (type: number) => PACKET_TYPES[type] ?? 'other';

/** AF_INET is 2 everywhere, AF_INET6 is not. */
function family(data: Uint8Array, littleEndian: boolean): Link {
  const value = littleEndian ? u8(data, 0) : u32(data, 0);
  return bare(data, 4, value === 2 ? IPV4 : IPV6);
}

/** Without `type` it is told by the IP version in the first four bits. */
function bare(data: Uint8Array, offset: number, type = u8(data, offset) >> 4 === 6 ? IPV6 : IPV4): Link {
  return { type, payload: data.subarray(offset), source: '', destination: '', direction: 'other', interfaceIndex: 0 };
}
