/** What is in an IP packet, by its protocol number (IANA, protocol-numbers). */
import { decodeIcmp } from './icmp.ts';
import { decodeIcmp6 } from './icmp6.ts';
import { decodeTcp } from './tcp.ts';
import type { Layer, Slice } from './types.ts';
import { decodeUdp } from './udp.ts';

type Decode = (slice: Slice) => Layer;

const DECODERS: Readonly<Record<number, Decode>> = { 1: decodeIcmp, 6: decodeTcp, 17: decodeUdp, 58: decodeIcmp6 };

const NAMES: Readonly<Record<number, string>> = {
  1: 'ICMP',
  2: 'IGMP',
  4: 'IPIP',
  6: 'TCP',
  17: 'UDP',
  33: 'DCCP',
  41: 'IPv6',
  47: 'GRE',
  50: 'ESP',
  51: 'AH',
  58: 'ICMPv6',
  88: 'EIGRP',
  89: 'OSPF',
  103: 'PIM',
  112: 'VRRP',
  115: 'L2TP',
  132: 'SCTP',
};

/** `TCP`; `ip-proto-200` for one without a name here. */
export const protocolName = (number: number): string => NAMES[number] ?? `ip-proto-${number}`;

export function decodeTransport(protocol: number, slice: Slice): Layer {
  const decode = DECODERS[protocol];
  return decode ? decode(slice) : { protocol: protocolName(protocol), info: `length ${slice.length}` };
}
