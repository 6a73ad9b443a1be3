/** An event as one line for the eye. */
import { durationText } from '../core/duration.ts';
import type { TraceEvent } from '../core/events.ts';
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
  packet: ({
    interface: name,
    direction,
    source,
    sourcePort,
    sourceName,
    destination,
    destinationPort,
    destinationName,
    protocol,
    length,
    info,
  }) =>
    `${name} ${direction} ${end(source, sourcePort, sourceName)} > ${end(destination, destinationPort, destinationName)} ${protocol} ${length} ${info}`,
  probe: ({ text }) => text,
  log: ({ stream, text }) => `${stream === 'stderr' ? 'err ' : ''}${text}`,
  lost: ({ tracer, count, what }) => `${tracer}: LOST ${count ?? 'some'} ${what}`,
  note: ({ tracer, level, text }) => `${tracer}: ${level === 'info' ? '' : `${level}: `}${text}`,
  end: ({ tracer, reason, status }) => `${tracer}: ended (${reason}${status ? `, status ${status}` : ''})`,
};

const who = ({ pid, nsPid, comm }: { pid: number; nsPid: number | null; comm: string }) =>
  `${pid}${nsPid === null || nsPid === pid ? '' : `/${nsPid}`} ${comm}`;

const end = (address: string, port: number, name: string) => `${name || address}${port ? `:${port}` : ''}`;

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
