/** One captured packet → what it is, in the manner of tcpdump. Pure; no bytes whatever make it throw. */
import type { PacketEvent } from '../events.ts';
import { decodeArp } from './arp.ts';
import { hex, u8, u16 } from './bytes.ts';
import { decodeIp4 } from './ip4.ts';
import { decodeIp6 } from './ip6.ts';
import { readLink } from './link.ts';
import type { Layer, Slice } from './types.ts';

/** As in PacketEvent, before names are known. */
export type DecodedPacket = Pick<
  PacketEvent,
  'direction' | 'protocol' | 'source' | 'sourcePort' | 'destination' | 'destinationPort' | 'info'
> & {
  /** 0: unknown. */
  interfaceIndex: number;
  /** Hardware address of the sender; empty: unknown. */
  sender: string;
  /** That of the receiver. */
  receiver: string;
};

/** Bytes of `info`; a name or a request line in a packet may be as long as the packet. */
const MAX_INFO = 400;

/**
 * @param linkType LINKTYPE_* of the capture
 * @param length bytes on the wire; `data` may be cut short
 * @param littleEndian the byte order of the machine that captured, which link type NULL depends on
 */
export function decodePacket(linkType: number, data: Uint8Array, length: number, littleEndian: boolean): DecodedPacket {
  const link = readLink(linkType, data, littleEndian);
  if (!link) return { ...NOTHING, protocol: 'unknown', info: `link type ${linkType}, length ${length}` };
  const wire = Math.max(0, length - (data.length - link.payload.length));
  const layer = decodeEther(link.type, { data: link.payload, length: wire }, MAX_TAGS);
  return {
    direction: link.direction,
    protocol: layer.protocol,
    source: layer.source ?? link.source,
    sourcePort: layer.sourcePort ?? 0,
    destination: layer.destination ?? link.destination,
    destinationPort: layer.destinationPort ?? 0,
    info: layer.info.length > MAX_INFO ? `${layer.info.slice(0, MAX_INFO)}…` : layer.info,
    interfaceIndex: link.interfaceIndex,
    sender: link.source,
    receiver: link.destination,
  };
}

const NOTHING: DecodedPacket = {
  direction: 'other',
  protocol: '',
  source: '',
  sourcePort: 0,
  destination: '',
  destinationPort: 0,
  info: '',
  interfaceIndex: 0,
  sender: '',
  receiver: '',
};

/** No network stacks more VLAN tags. */
const MAX_TAGS = 4;

/** if_ether.h; those without a decoder of their own. */
const ETHER_NAMES: Readonly<Record<number, string>> = {
  34887: 'MPLS',
  34915: 'PPPoE',
  34916: 'PPPoE',
  34958: 'EAPOL',
  35020: 'LLDP',
  35061: 'MACsec',
  35063: 'PTP',
};

const VLAN = [0x8100, 0x88a8, 0x9100];

function decodeEther(type: number, slice: Slice, tags: number): Layer {
  if (type === 0x0800) return decodeIp4(slice);
  if (type === 0x86dd) return decodeIp6(slice);
  if (type === 0x0806) return decodeArp(slice);
  if (VLAN.includes(type) && tags > 0) return decodeTag(slice, tags);
  if (type < 0x600) return decodeLlc(slice);
  const protocol = ETHER_NAMES[type] ?? hex(type);
  return { protocol, info: `length ${slice.length}` };
}

/** 802.1Q: priority, number, and the EtherType of what follows. */
function decodeTag({ data, length }: Slice, tags: number): Layer {
  const inner = decodeEther(u16(data, 2), { data: data.subarray(4), length: Math.max(0, length - 4) }, tags - 1);
  return { ...inner, info: `vlan ${u16(data, 0) & 0xfff}, ${inner.info}` };
}

/** 802.2: of the service access points only that of the spanning tree is of interest. */
function decodeLlc({ data, length }: Slice): Layer {
  const protocol = u8(data, 0) === 0x42 && u8(data, 1) === 0x42 ? 'STP' : 'LLC';
  return { protocol, info: `length ${length}` };
}
