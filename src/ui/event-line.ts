/** An event as one line for the eye. */
import { durationText } from '../core/duration.ts';
import type { PacketEvent, SyscallEvent, TraceEvent } from '../core/events.ts';
import { sanitize } from '../core/sanitize.ts';
import { type Beginning, timestamp } from '../core/session/clock.ts';
import { REASON_TEXTS } from '../core/session/end.ts';

type Lines = { [Kind in TraceEvent['kind']]: (event: Extract<TraceEvent, { kind: Kind }>) => string };

const LINES: Lines = {
  syscall: (event) => `${callText(event)}${resultText(event)}${timeText(event)}`,
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
  note: ({ tracer, level, text }) =>
    `${tracer}: ${level === 'warning' || level === 'error' ? `${level}: ` : ''}${text}`,
  end: ({ tracer, reason, status }) =>
    `${tracer}: ended (${REASON_TEXTS[reason]}${status ? `, status ${status}` : ''})`,
};

const who = ({ pid, nsPid, comm }: { pid: number; nsPid: number | null; comm: string }) =>
  `${pid}${nsPid === null || nsPid === pid ? '' : `/${nsPid}`}${comm && ` ${comm}`}`;

/** strace writes `wait4(-1,  <unfinished ...>`: the rest of the arguments was to come. */
function callText(event: SyscallEvent): string {
  const { name, args, unfinished } = event;
  return `${who(event)} ${name}(${unfinished ? args.replace(/,\s*$/, '') : args}) = `;
}

function resultText({ result, error, detail, unfinished }: SyscallEvent): string {
  if (unfinished && result === '') return '<unfinished>';
  return [result, error, detail && `(${detail})`].filter(Boolean).join(' ');
}

const timeText = ({ duration }: SyscallEvent) => (duration === null ? '' : ` <${durationText(duration)}>`);

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

/** `12:00:01.123456 …`, UTC; sanitised. `paint`: for a terminal with colours. Further lines of a script's are indented. */
export function eventLine(event: TraceEvent, begin: Beginning, paint?: Paint): string {
  const time = timestamp(begin, event.at).slice(11, 26);
  if (paint && event.kind === 'syscall') return `${time} ${paintedCall(event, paint)}`;
  if (event.kind === 'probe') return `${time} ${indented(event.text, time.length + 1)}`;
  const line = sanitize((LINES[event.kind] as (event: TraceEvent) => string)(event));
  const style = paint && styleOf(event);
  return `${time} ${style ? paint(style, line) : line}`;
}

/** No further line can pass for an event: those begin with their time. */
const indented = (text: string, width: number) =>
  text
    .split('\n')
    .map((line) => sanitize(line))
    .join(`\n${' '.repeat(width)}`);

export type LineStyle = 'red' | 'yellow' | 'alarm' | 'dim';
/** Text that is safe → the same in a colour. */
export type Paint = (style: LineStyle, text: string) => string;

/** Nanoseconds: calls that take so long strike the eye. */
const SLOW = 10e6;

/** Each part is made safe for itself: a colour of ours cannot become part of a stranger's text. */
function paintedCall(event: SyscallEvent, paint: Paint): string {
  const [call, result, time] = [callText(event), resultText(event), timeText(event)].map((text) => sanitize(text));
  const isSlow = (event.duration ?? 0) >= SLOW;
  return `${call}${event.error ? paint('red', result ?? '') : result}${isSlow ? paint('yellow', time ?? '') : time}`;
}

function styleOf(event: TraceEvent): LineStyle | undefined {
  if (event.kind === 'lost') return 'alarm';
  if (event.kind === 'end') return event.reason === 'failed' || event.reason === 'tool' ? 'red' : 'dim';
  return event.kind === 'note' ? NOTE_STYLES[event.level] : undefined;
}

const NOTE_STYLES = { debug: 'dim', info: 'dim', warning: 'yellow', error: 'red' } as const;

const BEYOND_ASCII = /[^\x20-\x7e]/g;

/** The same as a line of JSON, with the time as text; in ASCII, so that nothing in it acts on a terminal. */
export function eventJson(event: TraceEvent, begin: Beginning): string {
  const json = `{"time":"${timestamp(begin, event.at)}",${JSON.stringify(event).slice(1)}`;
  return json.replace(BEYOND_ASCII, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
