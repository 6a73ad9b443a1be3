/** ARP: who has which address (RFC 826). */
import { ipText } from '../inspect/ip.ts';
import { macText, u16 } from './bytes.ts';
import type { Layer, Slice } from './types.ts';

/** For Ethernet and IPv4: hardware address of the sender, its IP address, those of the target. */
const SENDER_MAC = 8;
const SENDER = 14;
const TARGET = 24;
const LENGTH = 28;

/** `source` and `destination` are the IP addresses it speaks of. */
export function decodeArp({ data, length }: Slice): Layer {
  const isUsual = u16(data, 2) === 0x0800 && u16(data, 4) === 0x0604 && data.length >= LENGTH;
  if (!isUsual) return { protocol: 'ARP', info: `operation ${u16(data, 6)}, length ${length}` };
  const source = ipText(data.subarray(SENDER, SENDER + 4)) ?? '';
  const destination = ipText(data.subarray(TARGET, TARGET + 4)) ?? '';
  return { protocol: 'ARP', source, destination, info: `${operation(data, source, destination)}, length ${length}` };
}

function operation(data: Uint8Array, source: string, destination: string): string {
  const code = u16(data, 6);
  if (code === 1) return `Request who-has ${destination} tell ${source}`;
  if (code === 2) return `Reply ${source} is-at ${macText(data, SENDER_MAC)}`;
  return `operation ${code}`;
}
