/** DNS messages (RFC 1035) in tcpdump's form: `4660+ A? example.com. (29)`, `4660 1/0/0 A 192.0.2.1 (45)`. */
import { ipText } from '../inspect/ip.ts';
import { u16 } from './bytes.ts';
import { readName } from './dns-name.ts';
import type { Slice } from './types.ts';

const HEADER = 12;
/** More answers of a message are counted, not shown. */
const MAX_SHOWN = 4;

/** Types of records: IANA, dns-parameters. */
const TYPES: Readonly<Record<number, string>> = {
  1: 'A',
  2: 'NS',
  5: 'CNAME',
  6: 'SOA',
  12: 'PTR',
  13: 'HINFO',
  15: 'MX',
  16: 'TXT',
  28: 'AAAA',
  33: 'SRV',
  35: 'NAPTR',
  41: 'OPT',
  43: 'DS',
  46: 'RRSIG',
  48: 'DNSKEY',
  64: 'SVCB',
  65: 'HTTPS',
  252: 'AXFR',
  255: 'ANY',
};

const CODES: Readonly<Record<number, string>> = {
  1: 'FormErr',
  2: 'ServFail',
  3: 'NXDomain',
  4: 'NotImp',
  5: 'Refused',
};

const RESPONSE = 0x8000;
const RECURSION_DESIRED = 0x0100;

const typeName = (type: number) => TYPES[type] ?? `Type${type}`;

/** One line about a message; as far as it was captured. */
export function dnsInfo({ data, length }: Slice): string {
  if (data.length < HEADER) return `[|domain] (${length})`;
  const flags = u16(data, 2);
  return `${flags & RESPONSE ? response(data, flags) : query(data, flags)} (${length})`;
}

function query(data: Uint8Array, flags: number): string {
  const { text } = readQuestion(data, HEADER);
  return `${u16(data, 0)}${flags & RECURSION_DESIRED ? '+' : ''} ${text}`;
}

function readQuestion(data: Uint8Array, at: number): { text: string; end: number } {
  const { name, end } = readName(data, at);
  return { text: `${typeName(u16(data, end))}? ${name}`, end: end + 4 };
}

function response(data: Uint8Array, flags: number): string {
  const [questions, answers, authorities, additional] = [4, 6, 8, 10].map((at) => u16(data, at));
  const code = flags & 0xf;
  const failed = code === 0 ? '' : ` ${CODES[code] ?? `rcode ${code}`}`;
  const asked = questions ? readQuestion(data, HEADER) : { text: '', end: HEADER };
  const shown = readAnswers(data, asked.end, Math.min(answers ?? 0, MAX_SHOWN));
  const more = (answers ?? 0) > MAX_SHOWN && shown !== '' ? ', …' : '';
  const about = [asked.text, shown + more].filter(Boolean).join(' ');
  return `${u16(data, 0)}${failed} ${answers}/${authorities}/${additional} ${about}`;
}

function readAnswers(data: Uint8Array, start: number, count: number): string {
  const found: string[] = [];
  for (let at = start; found.length < count; ) {
    const { end } = readName(data, at);
    const [type, length] = [u16(data, end), u16(data, end + 8)];
    at = end + 10 + length;
    if (at > data.length) break;
    found.push(`${typeName(type)} ${value(data, type, end + 10, length)}`.trimEnd());
  }
  return found.join(', ');
}

/** What of a record fits a line; empty for types that do not. */
function value(data: Uint8Array, type: number, at: number, length: number): string {
  const name = typeName(type);
  if (name === 'A' || name === 'AAAA') return ipText(data.subarray(at, at + length)) ?? '';
  if (name === 'CNAME' || name === 'PTR' || name === 'NS') return readName(data, at).name;
  if (name === 'MX') return `${readName(data, at + 2).name} ${u16(data, at)}`;
  if (name === 'SRV') return `${readName(data, at + 6).name}:${u16(data, at + 4)}`;
  return '';
}
