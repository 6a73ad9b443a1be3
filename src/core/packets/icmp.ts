/** ICMP (RFC 792). */
import { ipText } from '../inspect/ip.ts';
import { u8, u16 } from './bytes.ts';
import type { Layer, Slice } from './types.ts';

const ECHO: Readonly<Record<number, string>> = { 0: 'echo reply', 8: 'echo request' };

/** Codes of type 3. */
const UNREACHABLE = [
  'net',
  'host',
  'protocol',
  'port',
  'need to frag',
  'source route',
  'net unknown',
  'host unknown',
  'isolated',
  'net prohibited',
  'host prohibited',
  'net, service',
  'host, service',
  'admin prohibited',
] as const;

const TYPES: Readonly<Record<number, (data: Uint8Array) => string>> = {
  3: (data) => `${quoted(data)} unreachable (${UNREACHABLE[u8(data, 1)] ?? `code ${u8(data, 1)}`})${mtu(data)}`,
  5: (data) => `redirect ${quoted(data)} to ${ipText(data.subarray(4, 8)) ?? '?'}`,
  11: (data) => `time exceeded ${u8(data, 1) === 0 ? 'in-transit' : 'in reassembly'}`,
  12: () => 'parameter problem',
  13: () => 'time stamp request',
  14: () => 'time stamp reply',
};

export function decodeIcmp({ data, length }: Slice): Layer {
  return { protocol: 'ICMP', info: `${describe(data)}, length ${length}` };
}

function describe(data: Uint8Array): string {
  if (data.length < 8) return '[|icmp]';
  const type = u8(data, 0);
  const echo = ECHO[type];
  if (echo) return `${echo}, id ${u16(data, 4)}, seq ${u16(data, 6)}`;
  return TYPES[type]?.(data) ?? `type ${type}, code ${u8(data, 1)}`;
}

/** An error quotes the packet it is about: where that went, with its port where it has one. */
function quoted(data: Uint8Array): string {
  const inner = data.subarray(8);
  const headerLength = (u8(inner, 0) & 0xf) * 4;
  const destination = inner.length < 20 ? undefined : ipText(inner.subarray(16, 20));
  if (!destination) return '?';
  const hasPorts = [6, 17].includes(u8(inner, 9)) && inner.length >= headerLength + 4;
  return hasPorts ? `${destination}:${u16(inner, headerLength + 2)}` : destination;
}

const mtu = (data: Uint8Array) => (u8(data, 1) === 4 ? `, mtu ${u16(data, 6)}` : '');
