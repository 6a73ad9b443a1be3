/** Which parser reads which stream. */
import type { TraceEvent, TracerName } from '../core/events.ts';
import type { StreamFormat } from '../core/session/types.ts';
import { lineParser } from './text.ts';
import type { MakeParser } from './types.ts';

/** A tool's remarks, a line each. */
const notes =
  (tracer: TracerName): MakeParser =>
  () =>
    lineParser((text, at) => (text === '' ? undefined : { kind: 'note', tracer, at, level: 'info', text }));

/** A script's output, a line each. */
const probes =
  (tracer: TracerName): MakeParser =>
  () =>
    lineParser((text, at) => ({ kind: 'probe', tracer, at, text, data: null }));

const log =
  (stream: 'stdout' | 'stderr'): MakeParser =>
  () =>
    lineParser((text, at) => ({ kind: 'log', tracer: 'log', at, stream, text }));

export const PARSERS = {
  strace: probes('strace'),
  'strace-notes': notes('strace'),
  pcap: probes('tcpdump'),
  'tcpdump-notes': notes('tcpdump'),
  stap: probes('stap'),
  'stap-notes': notes('stap'),
  bpftrace: probes('bpftrace'),
  'bpftrace-json': probes('bpftrace'),
  'bpftrace-notes': notes('bpftrace'),
  perf: probes('perf'),
  'perf-notes': notes('perf'),
  'log-stdout': log('stdout'),
  'log-stderr': log('stderr'),
  events: () => lineParser((text) => JSON.parse(text) as TraceEvent),
} satisfies Record<StreamFormat, MakeParser>;
