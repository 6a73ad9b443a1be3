/** The machine behind sessions, and the options every tracer's command has. */
import { arch, hostname, release } from 'node:os';
import { type Command, Option } from 'commander';
import type { SessionIo } from '../app/session/io.ts';
import type { Planned } from '../app/session/session.ts';
import { withStoreNote } from '../app/session/store-note.ts';
import { type TraceRequest, trace } from '../app/session/trace.ts';
import { parseDuration } from '../core/duration.ts';
import type { TracerName } from '../core/events.ts';
import type { Shown } from '../core/session/show.ts';
import { ENGINE_NAMES, type EngineName, type UseCase } from '../core/types.ts';
import { exitWithoutTeardown } from '../io/linux/exit.ts';
import { storeSize } from '../io/recorder/sessions.ts';
import { containerAddresses } from '../io/tracing/addresses.ts';
import { startClock } from '../io/tracing/clock.ts';
import { openGuard } from '../io/tracing/guard.ts';
import { membersOf } from '../io/tracing/members.ts';
import { traceState } from '../io/tracing/newcomers-status.ts';
import { openToolbox } from '../io/tracing/toolbox.ts';
import type { ToolSource } from '../io/tracing/types.ts';
import { render } from '../ui/render.ts';
import { endBySignals } from './ending.ts';
import { untilClosed } from './output.ts';
import { type RecordingOptions, recorderFor, withLimits } from './recording.ts';
import { realSystem } from './system.ts';

/** The options as commander gives them. */
export interface TracingOptions extends RecordingOptions {
  /** Nanoseconds. */
  duration?: number;
  from?: ToolSource;
  /** An image whose tools are used, by name. */
  image?: string;
  engine?: EngineName;
  json?: boolean;
  quiet?: boolean;
  debug?: boolean;
  /** stdout is for something else than events. */
  silent?: boolean;
}

/** Adds -d, --from, --image, --engine, --record, --max-size, --on-full, --json and --quiet. */
export function withTracing(command: Command): Command {
  command.option('--record [directory]', 'keep everything in a session directory, for spc replay');
  return withSession(command);
}

/** The same without --record. */
export function withSession(command: Command): Command {
  return withLimits(command)
    .addOption(
      new Option('-d, --duration <time>', 'end after so long: 10s, 500ms, 2m; a bare number is seconds').argParser(
        parseDuration,
      ),
    )
    .addOption(
      new Option('--from <source>', 'where the tool is from: the host, or the tools image').choices(['host', 'image']),
    )
    .option('--image <name>', 'take the tool from this image; without it only the one built by spc tools build is used')
    .addOption(new Option('--engine <name>', 'the engine that has the image').choices(ENGINE_NAMES))
    .option('--json', 'events as JSON, one a line; see docs/events.md')
    .option('-q, --quiet', 'no notes');
}

/** What a tracer's command does with what it was asked for. */
export type TraceRun = typeof traceAndShow;

/** Runs tracers on a target and shows what they tell; sets the exit status. */
export async function traceAndShow(
  target: string,
  tracers: readonly Planned[],
  options: TracingOptions,
  shown?: Shown,
): Promise<void> {
  const { json = false, quiet = false, debug = false, silent = false } = options;
  const ending = new AbortController();
  const hurry = new AbortController();
  endBySignals(ending, hurry);
  const { write, unwritten, check } = untilClosed(ending);
  const io = sessionIo(ending.signal, hurry.signal, options);
  const messages = traceMessages(io, options, {
    target,
    tracers,
    // a program, or a file, is to have every event
    watched: silent || (process.stdout.isTTY && !json),
    shown,
    unwritten,
  });
  process.exitCode = await render(silent ? withoutEvents(messages) : messages, {
    ndjson: json,
    quiet,
    debug,
    write,
  });
  check();
}

/** What a session on this machine tells. */
export function traceMessages(
  io: SessionIo,
  options: TracingOptions,
  request: Omit<TraceRequest, 'duration' | 'record'>,
): UseCase {
  const record = recorderFor(options, io.guard);
  const messages = trace(realSystem(), io, { ...request, duration: options.duration, record });
  return options.record === true ? withStoreNote(storeSize, messages) : messages;
}

/** What is left of a session for the eye when its events are not to be shown. */
async function* withoutEvents(messages: UseCase): UseCase {
  try {
    for (;;) {
      const step = await messages.next();
      if (step.done) return step.value;
      if (step.value.kind !== 'session' && step.value.kind !== 'events') yield step.value;
    }
  } finally {
    await messages.return(0);
  }
}

/** The machine this process runs on. */
export function sessionIo(
  ending: AbortSignal,
  hurry: AbortSignal,
  { from = 'auto', image, engine }: TracingOptions,
): SessionIo {
  exitWithoutTeardown();
  const { clock, now, read } = startClock();
  const guard = openGuard();
  return {
    clock,
    now,
    readClocks: read,
    host: { kernel: release(), hostname: hostname(), architecture: arch() },
    toolbox: openToolbox({ from, image, engine, guard }),
    guard,
    membersOf,
    nsPid: (pid) => traceState(pid)?.nsPid ?? null,
    addresses: containerAddresses,
    advise,
    ending,
    hurry,
  };
}

/** What the doctor knows is loaded when something failed. */
async function advise(tracer: TracerName): Promise<string> {
  const [{ adviceFor }, { gatherEvidence }] = await Promise.all([
    import('../app/doctor.ts'),
    import('../io/doctor/gather.ts'),
  ]);
  return await adviceFor(tracer, { gather: gatherEvidence });
}
