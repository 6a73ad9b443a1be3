/** Reading numbers and text in network order. What lies beyond the end is 0: lengths are checked by whoever must know. */

export const u8 = (bytes: Uint8Array, at: number): number => bytes[at] ?? 0;

export const u16 = (bytes: Uint8Array, at: number): number => (u8(bytes, at) << 8) | u8(bytes, at + 1);

export const u32 = (bytes: Uint8Array, at: number): number => u16(bytes, at) * 0x1_0000 + u16(bytes, at + 2);

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** `02:42:ac:11:00:02`; empty unless all six bytes are there. */
export function macText(bytes: Uint8Array, at = 0): string {
  if (bytes.length < at + 6) return '';
  const part = (offset: number) => HEX[u8(bytes, at + offset)];
  return `${part(0)}:${part(1)}:${part(2)}:${part(3)}:${part(4)}:${part(5)}`;
}

/** `0x88cc`. */
export const hex = (value: number, digits = 4): string => `0x${value.toString(16).padStart(digits, '0')}`;

const LATIN1 = new TextDecoder('latin1');

/** Bytes as text, each of them a character: it is hostile, and may not even be text. */
export const latin = (bytes: Uint8Array): string => LATIN1.decode(bytes);

/** `10.88.0.3`. Most of what is captured has two of them, so no array is made of the bytes. */
export const ip4Text = (bytes: Uint8Array, at: number): string =>
  `${u8(bytes, at)}.${u8(bytes, at + 1)}.${u8(bytes, at + 2)}.${u8(bytes, at + 3)}`;
