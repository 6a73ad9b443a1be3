/** IPv6 and its extension headers (RFC 8200). */
import { ipText } from '../inspect/ip.ts';
import { u8, u16 } from './bytes.ts';
import { decodeTransport, protocolName } from './transport.ts';
import type { Layer, Slice } from './types.ts';

const HEADER = 40;
const NO_NEXT = 59;
const FRAGMENT = 44;
const AUTHENTICATION = 51;
/** Hop-by-hop options, routing, destination options, mobility, and those above. */
const EXTENSIONS = [0, 43, 60, 135, FRAGMENT, AUTHENTICATION];
/** A packet with more is meant to keep somebody busy. */
const MAX_EXTENSIONS = 16;

export function decodeIp6({ data, length }: Slice): Layer {
  if (data.length < HEADER) return { protocol: 'IPv6', info: `[|ip6], length ${length}` };
  const source = ipText(data.subarray(8, 24)) ?? '';
  const destination = ipText(data.subarray(24, 40)) ?? '';
  if (u8(data, 0) >> 4 !== 6) return { protocol: 'IPv6', source, destination, info: `bad header, length ${length}` };
  // 0: a jumbogram, or one that the network card is to cut up
  const wire = Math.min(u16(data, 4) || length, Math.max(0, length - HEADER));
  const payload = { data: data.subarray(HEADER, HEADER + wire), length: wire };
  return { ...decodeNext(u8(data, 6), payload), source, destination };
}

function decodeNext(first: number, payload: Slice): Layer {
  let next = first;
  let { data, length } = payload;
  let isFirstFragment = false;
  for (let count = 0; EXTENSIONS.includes(next) && count < MAX_EXTENSIONS; count++) {
    if (data.length < 8) return { protocol: 'IPv6', info: `[|ip6-ext], length ${length}` };
    const size = extensionLength(next, u8(data, 1));
    if (next === FRAGMENT) {
      const offset = u16(data, 2) & 0xfff8;
      const rest = Math.max(0, length - size);
      if (offset > 0) return { protocol: protocolName(u8(data, 0)), info: `fragment at ${offset}, length ${rest}` };
      isFirstFragment = (u16(data, 2) & 1) === 1;
    }
    next = u8(data, 0);
    data = data.subarray(size);
    length = Math.max(0, length - size);
  }
  if (next === NO_NEXT) return { protocol: 'IPv6', info: `no next header, length ${length}` };
  const layer = decodeTransport(next, { data, length });
  return isFirstFragment ? { ...layer, info: `${layer.info} (first fragment)` } : layer;
}

function extensionLength(type: number, field: number): number {
  if (type === FRAGMENT) return 8;
  return type === AUTHENTICATION ? (field + 2) * 4 : (field + 1) * 8;
}
