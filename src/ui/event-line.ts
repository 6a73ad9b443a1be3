/** An event as one line for the eye. */
import { durationText } from '../core/duration.ts';
import type { PacketEvent, TraceEvent } from '../core/events.ts';
import { sanitize } from '../core/sanitize.ts';
import { type Beginning, timestamp } from '../core/session/clock.ts';

type Lines = { [Kind in TraceEvent['kind']]: (event: Extract<TraceEvent, { kind: Kind }>) => string };

const LINES: Lines = {
  syscall: ({ name, args, result, error, detail, duration, unfinished, ...task }) =>
    `${who(task)} ${name}(${args}) = ${unfinished && result === '' ? '<unfinished>' : [result, error, detail && `(${detail})`].filter(Boolean).join(' ')}${duration === null ? '' : ` <${durationText(duration)}>`}`,
  signal: ({ signal, info, state, ...task }) =>
    `${who(task)} --- ${state === 'stopped' ? 'stopped by ' : ''}${signal} ${info} ---`,
  exit: ({ status, signal, coreDumped, ...task }) =>
    `${who(task)} +++ ${signal ? `killed by ${signal}${coreDumped ? ' (core dumped)' : ''}` : `exited with ${status}`} +++`,
  attach: ({ state, detail, ...task }) => `${who(task)} ${state}${detail && `: ${detail}`}`,
  packet: ({ interface: name, direction, protocol, info, ...ends }) =>
    `${name.padEnd(6)} ${DIRECTIONS[direction]} ${protocol.padEnd(5)} ${packetEnds(ends)}: ${info}`,
  probe: ({ text }) => text,
  log: ({ stream, text }) => `${stream === 'stderr' ? 'err ' : ''}${text}`,
  lost: ({ tracer, count, what }) => `${tracer}: LOST ${count ?? 'some'} ${what}`,
  note: ({ tracer, level, text }) => `${tracer}: ${level === 'info' ? '' : `${level}: `}${text}`,
  end: ({ tracer, reason, status }) => `${tracer}: ended (${reason}${status ? `, status ${status}` : ''})`,
};

const who = ({ pid, nsPid, comm }: { pid: number; nsPid: number | null; comm: string }) =>
  `${pid}${nsPid === null || nsPid === pid ? '' : `/${nsPid}`} ${comm}`;

type PacketEnds = Pick<
  PacketEvent,
  'source' | 'sourcePort' | 'sourceName' | 'destination' | 'destinationPort' | 'destinationName'
>;

/** Of one width. */
const DIRECTIONS: Readonly<Record<PacketEvent['direction'], string>> = {
  in: 'in   ',
  out: 'out  ',
  broadcast: 'bcast',
  multicast: 'mcast',
  other: '-    ',
};

/** `web:80 > 10.88.0.3:51000`, `[fd00::1]:80`; below IP the receiver may be unknown. */
const packetEnds = (each: PacketEnds) =>
  [
    end(each.source, each.sourcePort, each.sourceName),
    end(each.destination, each.destinationPort, each.destinationName),
  ]
    .map((text) => text || '?')
    .join(' > ');

function end(address: string, port: number, name: string): string {
  const host = name || (port && address.includes(':') ? `[${address}]` : address);
  return port ? `${host}:${port}` : host;
}

/** `12:00:01.123456 …`, UTC; sanitised. */
export function eventLine(event: TraceEvent, begin: Beginning): string {
  const line = (LINES[event.kind] as (event: TraceEvent) => string)(event);
  return `${timestamp(begin, event.at).slice(11, 26)} ${sanitize(line)}`;
}

const BEYOND_ASCII = /[^\x20-\x7e]/g;

/** The same as a line of JSON, with the time as text; in ASCII, so that nothing in it acts on a terminal. */
export function eventJson(event: TraceEvent, begin: Beginning): string {
  const json = `{"time":"${timestamp(begin, event.at)}",${JSON.stringify(event).slice(1)}`;
  return json.replace(BEYOND_ASCII, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
