/** TCP (RFC 9293), and one line about what it carries. */
import { u8, u16, u32 } from './bytes.ts';
import { streamHint } from './hints.ts';
import { tcpOptions } from './tcp-options.ts';
import type { Layer, Slice } from './types.ts';

const LEAST = 20;
const [SYN, ACK, URG] = [0x02, 0x10, 0x20];

/** Lowest bit first, as tcpdump writes them. */
const FLAGS = ['F', 'S', 'R', 'P', '.', 'U', 'E', 'W'] as const;

/** By the flags' byte. */
const FLAG_TEXTS = Array.from(
  { length: 256 },
  (_, flags) => FLAGS.filter((_, bit) => flags & (1 << bit)).join('') || 'none',
);

export function decodeTcp({ data, length }: Slice): Layer {
  const ports = { sourcePort: u16(data, 0), destinationPort: u16(data, 2) };
  const headerLength = (u8(data, 12) >> 4) * 4;
  if (data.length < LEAST) return { protocol: 'TCP', ...ports, info: `[|tcp], length ${length}` };
  if (headerLength < LEAST || headerLength > length)
    return { protocol: 'TCP', ...ports, info: `bad header length ${headerLength}, length ${length}` };
  const rest = length - headerLength;
  const hint = streamHint(data.subarray(headerLength), ports.sourcePort, ports.destinationPort);
  return {
    protocol: hint.protocol,
    ...ports,
    info: `${header(data, headerLength, rest)}${hint.text && `: ${hint.text}`}`,
  };
}

/** `Flags [P.], seq 1:79, ack 1, win 502, length 78`; sequence numbers are those on the wire. */
function header(data: Uint8Array, headerLength: number, length: number): string {
  const flags = u8(data, 13);
  const sequence = u32(data, 4);
  const parts = [`Flags [${FLAG_TEXTS[flags]}]`];
  if (length > 0) parts.push(`seq ${sequence}:${(sequence + length) % 2 ** 32}`);
  else if (flags & ~ACK) parts.push(`seq ${sequence}`);
  if (flags & ACK) parts.push(`ack ${u32(data, 8)}`);
  parts.push(`win ${u16(data, 14)}`);
  if (flags & URG) parts.push(`urg ${u16(data, 18)}`);
  if (flags & SYN) parts.push(...tcpOptions(data.subarray(LEAST, headerLength)));
  parts.push(`length ${length}`);
  return parts.join(', ');
}
