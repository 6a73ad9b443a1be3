/** IPv4 (RFC 791). */
import { ip4Text, u8, u16 } from './bytes.ts';
import { decodeTransport, protocolName } from './transport.ts';
import type { Layer, Slice } from './types.ts';

const LEAST = 20;
const MORE_FRAGMENTS = 0x2000;

export function decodeIp4({ data, length }: Slice): Layer {
  const headerLength = (u8(data, 0) & 0xf) * 4;
  if (data.length < LEAST) return { protocol: 'IP', info: `[|ip], length ${length}` };
  const source = ip4Text(data, 12);
  const destination = ip4Text(data, 16);
  if (u8(data, 0) >> 4 !== 4 || headerLength < LEAST)
    return { protocol: 'IP', source, destination, info: `bad header, length ${length}` };
  return { ...decodePayload(data, headerLength, length), source, destination };
}

function decodePayload(data: Uint8Array, headerLength: number, wire: number): Layer {
  // 0: the sender leaves it to its network card to cut the packet up
  const total = u16(data, 2) || wire;
  const length = Math.max(0, Math.min(total, wire) - headerLength);
  const payload = { data: data.subarray(headerLength, Math.max(headerLength, Math.min(total, wire))), length };
  const fragment = u16(data, 6);
  const offset = (fragment & 0x1fff) * 8;
  const protocol = u8(data, 9);
  if (offset > 0) return { protocol: protocolName(protocol), info: `fragment at ${offset}, length ${length}` };
  const layer = decodeTransport(protocol, payload);
  return fragment & MORE_FRAGMENTS ? { ...layer, info: `${layer.info} (first fragment)` } : layer;
}
