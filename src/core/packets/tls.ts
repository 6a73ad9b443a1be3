/** The name a TLS client asks for (RFC 8446 §4.1.2, RFC 6066 §3). */
import { latin, u8, u16 } from './bytes.ts';

/** Type and length of the message, version, random. */
const SESSION_ID = 4 + 2 + 32;
const SERVER_NAME = 0;
/** No client sends more. */
const MAX_EXTENSIONS = 64;
/** RFC 1035's longest name. */
const MAX_NAME = 255;

/** @param hello the handshake message, as far as it was captured. Empty when it names nothing, or that was not captured. */
export function clientHelloName(hello: Uint8Array): string {
  const ciphers = SESSION_ID + 1 + u8(hello, SESSION_ID);
  const compressions = ciphers + 2 + u16(hello, ciphers);
  let at = compressions + 1 + u8(hello, compressions) + 2;
  for (let count = 0; at + 4 <= hello.length && count < MAX_EXTENSIONS; count++) {
    if (u16(hello, at) === SERVER_NAME) return nameIn(hello.subarray(at + 4, at + 4 + u16(hello, at + 2)));
    at += 4 + u16(hello, at + 2);
  }
  return '';
}

/** A list's length, the kind of name (0: of a host), the name's length, the name. */
function nameIn(extension: Uint8Array): string {
  const length = u16(extension, 3);
  if (u8(extension, 2) !== 0 || length > MAX_NAME || extension.length < 5 + length) return '';
  return latin(extension.subarray(5, 5 + length));
}
