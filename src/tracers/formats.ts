/** Which parser reads which stream. */
import type { StreamFormat } from '../core/session/types.ts';
import { bpftraceJson } from './bpftrace/json.ts';
import { bpftraceNotes } from './bpftrace/notes.ts';
import { bpftraceText } from './bpftrace/output.ts';
import { logParser } from './log/log.ts';
import { perfNotes, perfOutput } from './perf/output.ts';
import { stapNotes } from './stap/notes.ts';
import { straceNotesParser } from './strace/notes.ts';
import { straceParser } from './strace/parser.ts';
import { tcpdumpNotes } from './tcpdump/notes.ts';
import { pcapParser } from './tcpdump/packets.ts';
import { lineParser } from './text.ts';
import { toldParser } from './told.ts';
import type { MakeParser } from './types.ts';

/** A script's output, a line each. */
const stapOutput: MakeParser = () =>
  lineParser((text, at) => ({ kind: 'probe', tracer: 'stap', at, text, data: null }));

export const PARSERS = {
  strace: straceParser,
  'strace-notes': straceNotesParser,
  pcap: pcapParser,
  'tcpdump-notes': tcpdumpNotes,
  stap: stapOutput,
  'stap-notes': stapNotes,
  bpftrace: bpftraceText,
  'bpftrace-json': bpftraceJson,
  'bpftrace-notes': bpftraceNotes,
  perf: perfOutput,
  'perf-notes': perfNotes,
  'log-stdout': logParser('stdout'),
  'log-stderr': logParser('stderr'),
  events: toldParser,
} satisfies Record<StreamFormat, MakeParser>;
