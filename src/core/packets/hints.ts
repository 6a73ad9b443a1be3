/** What a stream carries, told by its first bytes: enough for a line, no more. */
import { latin, u8, u16 } from './bytes.ts';
import { dnsInfo } from './dns.ts';
import { clientHelloName } from './tls.ts';

export interface Hint {
  protocol: string;
  /** Empty: nothing was recognised. */
  text: string;
}

const NOTHING: Hint = { protocol: 'TCP', text: '' };
const DNS_PORT = 53;
const MAX_LINE = 200;

const HTTP = /^(?:(?:GET|HEAD|POST|PUT|DELETE|CONNECT|OPTIONS|TRACE|PATCH) \S+ HTTP\/1\.[01]|HTTP\/1\.[01] \d{3})/;

/** The first content type byte of a TLS record, RFC 8446 §5.1. */
const TLS_TYPES: Readonly<Record<number, string>> = {
  20: 'change cipher spec',
  21: 'alert',
  22: 'handshake',
  23: 'application data',
};

/** First byte of a handshake message, §4. */
const HANDSHAKES: Readonly<Record<number, string>> = { 2: 'ServerHello', 11: 'Certificate', 16: 'ClientKeyExchange' };

/** @param payload what was captured of a segment's data */
export function streamHint(payload: Uint8Array, sourcePort: number, destinationPort: number): Hint {
  if (payload.length < 4) return NOTHING;
  if (isTls(payload)) return { protocol: 'TLS', text: tlsText(payload) };
  if (sourcePort === DNS_PORT || destinationPort === DNS_PORT) return dnsOverTcp(payload);
  const line = firstLine(payload);
  return HTTP.test(line) ? { protocol: 'HTTP', text: line } : NOTHING;
}

/** A length of two bytes precedes each message. */
function dnsOverTcp(payload: Uint8Array): Hint {
  const length = u16(payload, 0);
  if (length < 12 || payload.length < 14) return NOTHING;
  return { protocol: 'DNS', text: dnsInfo({ data: payload.subarray(2, 2 + length), length }) };
}

/** A letter of a method, or of `HTTP`, comes first: most payloads are dismissed by it. */
function firstLine(payload: Uint8Array): string {
  const first = u8(payload, 0);
  if (first < 0x43 || first > 0x54) return '';
  const [line = ''] = latin(payload.subarray(0, MAX_LINE)).split(/[\r\n]/, 1);
  return line;
}

function isTls(payload: Uint8Array): boolean {
  return TLS_TYPES[u8(payload, 0)] !== undefined && u8(payload, 1) === 3 && u8(payload, 2) <= 4;
}

function tlsText(payload: Uint8Array): string {
  const type = u8(payload, 0);
  if (type !== 22) return `TLS ${TLS_TYPES[type] ?? ''}`;
  if (u8(payload, 5) === 1) return `TLS ClientHello ${clientHelloName(payload.subarray(5))}`.trimEnd();
  return `TLS ${HANDSHAKES[u8(payload, 5)] ?? 'handshake'}`;
}
