/** Options of a TCP header: those that a connection agrees on when it begins. */
import { u8, u16 } from './bytes.ts';

const END = 0;
const NOP = 1;

const OPTIONS: Readonly<Record<number, (bytes: Uint8Array) => string>> = {
  2: (bytes) => `mss ${u16(bytes, 2)}`,
  3: (bytes) => `wscale ${u8(bytes, 2)}`,
  4: () => 'sackOK',
  34: () => 'tfo',
};

/** `options [mss 1460,sackOK,wscale 7]`, or nothing. At most 40 bytes are looked at, as no header has more. */
export function tcpOptions(bytes: Uint8Array): string[] {
  const found: string[] = [];
  for (let at = 0; at < Math.min(bytes.length, 40); ) {
    const kind = u8(bytes, at);
    if (kind === END) break;
    const length = kind === NOP ? 1 : u8(bytes, at + 1);
    if (length === 0) break;
    const text = OPTIONS[kind]?.(bytes.subarray(at, at + length));
    if (text) found.push(text);
    at += length;
  }
  return found.length > 0 ? [`options [${found.join(',')}]`] : [];
}
