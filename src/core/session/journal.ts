/**
 * The journal of a session directory: what came when, in the order it came, over all streams; a JSON array a line. A replay
 * follows it. docs/sessions.md describes it for others.
 */
import { TRACER_NAMES, type TracerName } from '../events.ts';
import { STREAM_FORMATS, type StreamFacts, type StreamFormat } from './types.ts';

/** A stream begins, or goes on from `offset` when it is told again at the head of a journal. */
export interface StreamEntry {
  kind: 'stream';
  id: number;
  name: string;
  tracer: TracerName;
  format: StreamFormat;
  /** Bytes of it that chunks before took. */
  offset: number;
}

/** A file of a stream: bytes of it from `offset` on, after `prefix` bytes that repeat the stream's head (a pcap's). */
export interface SegmentEntry {
  kind: 'segment';
  id: number;
  number: number;
  offset: number;
  prefix: number;
}

export type JournalEntry =
  | StreamEntry
  | SegmentEntry
  /** The next `length` bytes of a stream arrived; nanoseconds since the session began. */
  | { kind: 'chunk'; id: number; at: number; length: number }
  | { kind: 'end'; id: number; at: number }
  /** The next chunk's parser asked for a process's number in its pid namespace. */
  | { kind: 'task'; pid: number; nsPid: number | null }
  /** What was known of a process when this journal began. */
  | { kind: 'known'; pid: number; nsPid: number | null }
  /** From here on this is what a stream's bytes do not tell by themselves. */
  | { kind: 'facts'; id: number; facts: StreamFacts }
  /** From here on an address is a container's. */
  | { kind: 'address'; address: string; name: string };

/** The letter a line begins with. */
const TAGS = {
  stream: 'n',
  segment: 's',
  chunk: 'c',
  end: 'e',
  task: 't',
  known: 'k',
  facts: 'f',
  address: 'a',
} satisfies Record<JournalEntry['kind'], string>;

/** An entry as its line, newline included. */
export function encodeEntry(entry: JournalEntry): string {
  const { kind, ...fields } = entry;
  return `${JSON.stringify([TAGS[kind], ...Object.values(fields)])}\n`;
}

type Check = (value: unknown) => boolean;
type Fields<Entry extends JournalEntry> = { [Name in Exclude<keyof Entry, 'kind'>]: Check };

const whole: Check = (value) => Number.isSafeInteger(value) && Number(value) >= 0;
const time: Check = (value) => Number.isSafeInteger(value);
const text: Check = (value) => typeof value === 'string' && value.length <= 4096;
const wholeOrNull: Check = (value) => value === null || whole(value);

/** More a record does not take, and a number beyond it means nothing but harm. strace has two for each process that joins. */
export const MAX_STREAMS = 100_000;
const streamId: Check = (value) => whole(value) && Number(value) < MAX_STREAMS;
/** A name becomes part of a file's name. */
const streamName: Check = (value) => typeof value === 'string' && /^[a-z0-9][a-z0-9-]{0,63}$/.test(value);

/** Fields of each kind in the order of the line, with what they may hold. */
const FIELDS: { [Kind in JournalEntry['kind']]: Fields<Extract<JournalEntry, { kind: Kind }>> } = {
  stream: { id: streamId, name: streamName, tracer: isOf(TRACER_NAMES), format: isOf(STREAM_FORMATS), offset: whole },
  segment: {
    id: streamId,
    number: (value) => whole(value) && Number(value) <= 999_999_999,
    offset: whole,
    prefix: whole,
  },
  chunk: { id: streamId, at: time, length: whole },
  end: { id: streamId, at: time },
  task: { pid: whole, nsPid: wholeOrNull },
  known: { pid: whole, nsPid: wholeOrNull },
  facts: { id: streamId, facts: isFacts },
  address: { address: text, name: text },
};

const KINDS = new Map(Object.entries(TAGS).map(([kind, tag]) => [tag, kind as JournalEntry['kind']]));

/** A line without its newline → its entry; undefined when it is none. What is in it may be hostile. */
export function decodeEntry(line: string): JournalEntry | undefined {
  const values = parseArray(line);
  const kind = KINDS.get(String(values?.[0]));
  if (!values || !kind) return undefined;
  const fields = Object.entries(FIELDS[kind]);
  const valid = values.length === fields.length + 1 && fields.every(([, check], index) => check(values[index + 1]));
  if (!valid) return undefined;
  const named = fields.map(([name], index) => [name, values[index + 1]]);
  return { kind, ...Object.fromEntries(named) } as JournalEntry;
}

function parseArray(line: string): unknown[] | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isOf(names: readonly string[]): Check {
  return (value) => names.includes(String(value));
}

function isFacts(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { interfaces = {}, device = { name: '', mac: '', far: false }, ready = '' } = value;
  if (!isObject(interfaces) || !isObject(device) || !text(ready)) return false;
  const { name, mac, far } = device;
  return Object.values(interfaces).every(text) && text(name) && text(mac) && typeof far === 'boolean';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
