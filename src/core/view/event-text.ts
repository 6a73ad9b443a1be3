/** An event in words, for the eye: the same in the plain output, in the terminal UI and in what that saves. Not sanitised. */
import { durationText } from '../duration.ts';
import type { PacketEvent, SyscallEvent, TraceEvent } from '../events.ts';
import { REASON_TEXTS } from '../session/end.ts';

type Texts = { [Kind in TraceEvent['kind']]: (event: Extract<TraceEvent, { kind: Kind }>) => string };

const TEXTS: Texts = {
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

/** What happened, without when. Only a probe's text may have newlines that are meant. */
export const eventText = (event: TraceEvent): string => (TEXTS[event.kind] as (event: TraceEvent) => string)(event);

const who = ({ pid, nsPid, comm }: { pid: number; nsPid: number | null; comm: string }) =>
  `${pid}${nsPid === null || nsPid === pid ? '' : `/${nsPid}`}${comm && ` ${comm}`}`;

/** Up to its result. strace writes `wait4(-1,  <unfinished ...>`: the rest of the arguments was to come. */
export function callText(event: SyscallEvent): string {
  const { name, args, unfinished } = event;
  return `${who(event)} ${name}(${unfinished ? args.replace(/,\s*$/, '') : args}) = `;
}

/** `-1 ENOENT (No such file or directory)`. */
export function resultText({ result, error, detail, unfinished }: SyscallEvent): string {
  if (unfinished && result === '') return '<unfinished>';
  if (error === '' && detail === '') return result; // most calls
  return [result, error, detail && `(${detail})`].filter(Boolean).join(' ');
}

/** ` <12.00µs>`; empty when it was not measured. */
export const timeText = ({ duration }: SyscallEvent): string =>
  duration === null ? '' : ` <${durationText(duration)}>`;

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
