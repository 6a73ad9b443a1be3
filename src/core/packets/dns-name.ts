/** Names in DNS messages: labels, and pointers to names that stand further ahead (RFC 1035 §4.1.4). */
import { latin, u8, u16 } from './bytes.ts';

/** RFC 1035 §2.3.4. */
const MAX_NAME = 255;
/** A pointer may point to a pointer, but no honest message needs this many. */
const MAX_JUMPS = 16;

/** `name` ends with a dot; `end` is where the message goes on after it. One that is cut short or turns in circles ends with `…`. */
export function readName(data: Uint8Array, start: number): { name: string; end: number } {
  let name = '';
  let end: number | undefined;
  let at = start;
  for (let jumps = 0; at < data.length && name.length <= MAX_NAME; ) {
    const length = u8(data, at);
    if (length === 0) return { name: name || '.', end: end ?? at + 1 };
    if (length >= 0xc0) {
      end ??= at + 2;
      at = u16(data, at) & 0x3fff;
      if (++jumps > MAX_JUMPS) break;
    } else {
      if (length > 63 || at + 1 + length > data.length) break;
      name += `${latin(data.subarray(at + 1, at + 1 + length))}.`;
      at += 1 + length;
    }
  }
  return { name: `${name}…`, end: end ?? data.length };
}
