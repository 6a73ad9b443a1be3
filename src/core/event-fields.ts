/** The fields of every kind of event as data: what reads events from outside checks them, and docs/events.md is held to it. */
import { END_REASONS, TRACER_NAMES, type TraceEvent } from './events.ts';

type Kind = TraceEvent['kind'];
/** The values a field may have, or what kind of value it is; `?` as the last character: or null. */
type FieldType = readonly string[] | 'text' | 'number' | 'number?' | 'boolean' | 'any';
type Fields<Event extends TraceEvent> = { [Name in Exclude<keyof Event, 'kind' | 'tracer' | 'at'>]: FieldType };

const TASK = { pid: 'number', nsPid: 'number?', comm: 'text' } as const;

/** Beside `kind`, `tracer` and `at`, which all have. */
export const EVENT_FIELDS: { [K in Kind]: Fields<Extract<TraceEvent, { kind: K }>> } = {
  syscall: {
    ...TASK,
    name: 'text',
    args: 'text',
    result: 'text',
    error: 'text',
    detail: 'text',
    duration: 'number?',
    unfinished: 'boolean',
  },
  signal: { ...TASK, signal: 'text', info: 'text', state: ['delivered', 'stopped'] },
  exit: { ...TASK, status: 'number?', signal: 'text', coreDumped: 'boolean' },
  attach: { ...TASK, state: ['attached', 'detached'], detail: 'text' },
  packet: {
    interface: 'text',
    direction: ['in', 'out', 'broadcast', 'multicast', 'other'],
    protocol: 'text',
    source: 'text',
    sourcePort: 'number',
    sourceName: 'text',
    destination: 'text',
    destinationPort: 'number',
    destinationName: 'text',
    length: 'number',
    captured: 'number',
    info: 'text',
  },
  probe: { text: 'text', data: 'any' },
  log: { stream: ['stdout', 'stderr'], text: 'text' },
  lost: { count: 'number?', what: 'text' },
  note: { level: ['debug', 'info', 'warning', 'error'], text: 'text' },
  end: { reason: END_REASONS, status: 'number' },
};

/** Whether a value is an event with all fields of its kind, each of its type. Further fields do not matter. */
export function isEvent(value: unknown): value is TraceEvent {
  if (typeof value !== 'object' || value === null) return false;
  const event = value as Record<string, unknown>;
  const { kind, tracer, at } = event;
  if (typeof kind !== 'string' || !Object.hasOwn(EVENT_FIELDS, kind)) return false;
  if (!fits(tracer, TRACER_NAMES) || !Number.isSafeInteger(at)) return false;
  return Object.entries(EVENT_FIELDS[kind as Kind]).every(
    ([name, type]) => Object.hasOwn(event, name) && fits(event[name], type),
  );
}

function fits(value: unknown, type: FieldType): boolean {
  if (typeof type !== 'string') return type.includes(String(value));
  if (type === 'any') return true;
  if (type === 'text') return typeof value === 'string';
  if (type === 'boolean') return typeof value === 'boolean';
  return Number.isFinite(value) || (type === 'number?' && value === null);
}
