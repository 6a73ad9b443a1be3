/** The machine behind sessions, and the options every tracer's command has. */
import { readFileSync } from 'node:fs';
import { arch, hostname, release } from 'node:os';
import { type Command, Option } from 'commander';
import type { SessionIo } from '../app/session/io.ts';
import type { Planned } from '../app/session/session.ts';
import { trace } from '../app/session/trace.ts';
import { parseDuration } from '../core/duration.ts';
import { writeStdout } from '../io/stdout.ts';
import { startClock } from '../io/tracing/clock.ts';
import { openGuard } from '../io/tracing/guard.ts';
import { membersOf } from '../io/tracing/members.ts';
import { hostToolbox } from '../io/tracing/toolbox.ts';
import type { ToolSource } from '../io/tracing/types.ts';
import { render } from '../ui/render.ts';
import { realSystem } from './system.ts';

/** The options as commander gives them. */
export interface TracingOptions {
  /** Nanoseconds. */
  duration?: number;
  from?: ToolSource;
  record?: string | true;
  json?: boolean;
  quiet?: boolean;
}

/** Adds -d, --from, --record, --json and --quiet. */
export function withTracing(command: Command): Command {
  return command
    .addOption(new Option('-d, --duration <time>', 'end after so long: 10s, 500ms, 2m').argParser(parseDuration))
    .addOption(
      new Option('--from <source>', 'where the tool is from: the host, or the tools image').choices(['host', 'image']),
    )
    .option('--record [directory]', 'keep everything in a session directory, for spc replay')
    .option('--json', 'events as JSON, one a line; see docs/events.md')
    .option('-q, --quiet', 'no notes');
}

/** Runs tracers on a target and shows what they tell; sets the exit status. */
export async function traceAndShow(
  target: string,
  tracers: readonly Planned[],
  options: TracingOptions,
): Promise<void> {
  const { json = false, quiet = false, duration } = options;
  const ending = new AbortController();
  endBySignals(ending);
  const messages = trace(realSystem(), sessionIo(ending.signal), { target, tracers, duration });
  process.exitCode = await render(messages, { ndjson: json, quiet, write: untilClosed(ending) });
}

/** Writes to stdout; when nobody reads any more the session ends, and the rest is dropped. */
function untilClosed(ending: AbortController): (text: string) => Promise<void> {
  let closed = false;
  return async (text) => {
    if (closed) return;
    await writeStdout(text).catch(() => {
      closed = true;
      ending.abort();
    });
  };
}

/** The machine this process runs on. */
function sessionIo(ending: AbortSignal): SessionIo {
  const { clock, now, read } = startClock();
  return {
    clock,
    now,
    readClocks: read,
    host: { kernel: release(), hostname: hostname(), architecture: arch() },
    toolbox: hostToolbox(),
    guard: openGuard(),
    membersOf,
    nsPid,
    addresses: async () => new Map(),
    ending,
  };
}

function nsPid(pid: number): number | null {
  try {
    const [, ids = ''] = /^NSpid:\s*(.*)$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1')) ?? [];
    return Number(ids.split(/\s+/).at(-1)) || null;
  } catch {
    return null;
  }
}

/** SIGINT, SIGTERM and SIGHUP end the session, not the process: what was started is ended first. */
function endBySignals(ending: AbortController): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => ending.abort());
}
