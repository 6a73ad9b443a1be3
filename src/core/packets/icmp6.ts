/** ICMPv6 (RFC 4443) with neighbour discovery (RFC 4861) and group membership (RFC 2710, 3810). */
import { ipText } from '../inspect/ip.ts';
import { u8, u16, u32 } from './bytes.ts';
import type { Layer, Slice } from './types.ts';

/** Codes of type 1. */
const UNREACHABLE = ['route', 'prohibited', 'scope', 'address', 'port', 'policy', 'reject route'] as const;

const target = (data: Uint8Array) => ipText(data.subarray(8, 24)) ?? '?';
const echo = (what: string) => (data: Uint8Array) => `echo ${what}, id ${u16(data, 4)}, seq ${u16(data, 6)}`;

const TYPES: Readonly<Record<number, (data: Uint8Array) => string>> = {
  1: (data) => `unreachable (${UNREACHABLE[u8(data, 1)] ?? `code ${u8(data, 1)}`})`,
  2: (data) => `packet too big, mtu ${u32(data, 4)}`,
  3: () => 'time exceeded',
  4: () => 'parameter problem',
  128: echo('request'),
  129: echo('reply'),
  130: () => 'multicast listener query',
  131: () => 'multicast listener report',
  132: () => 'multicast listener done',
  133: () => 'router solicitation',
  134: () => 'router advertisement',
  135: (data) => `neighbor solicitation, who has ${target(data)}`,
  136: (data) => `neighbor advertisement, tgt is ${target(data)}`,
  137: (data) => `redirect, to ${target(data)}`,
  143: () => 'multicast listener report v2',
};

export function decodeIcmp6({ data, length }: Slice): Layer {
  return { protocol: 'ICMPv6', info: `${describe(data)}, length ${length}` };
}

function describe(data: Uint8Array): string {
  if (data.length < 4) return '[|icmp6]';
  return TYPES[u8(data, 0)]?.(data) ?? `type ${u8(data, 0)}, code ${u8(data, 1)}`;
}
