/** A running stap or stapbpf as a tracer. */
import { SpcError } from '../../../core/errors.ts';
import { pump } from '../pump.ts';
import type { RunningTool, RunningTracer, StreamSink } from '../types.ts';
import type { StapJob } from './start.ts';

/** What is kept of stderr, for the message of one that could not begin. */
const KEPT = 16 * 1024;

/** A tracer, and what is heard of it while it begins. */
export interface Heard {
  tracer: RunningTracer;
  /** The end of what it wrote to stderr so far. */
  errors(): string;
  /** Resolves with true when the sign was in it, however much followed. */
  signed: Promise<true>;
}

/**
 * Reads its output into streams, and ends it when asked: INT, so that `probe end` prints. `after` is done when it has ended.
 * `sign`: what it writes to stderr when it has begun.
 */
export function asTracer(
  { setting, name }: StapJob,
  running: RunningTool,
  cost: string,
  after: () => Promise<void>,
  sign?: string,
): Heard {
  let kept = '';
  const { promise: signed, resolve } = Promise.withResolvers<true>();
  const notes = setting.stream(`${name}-notes`, 'stap', 'stap-notes');
  const heard: StreamSink = {
    write: (chunk) => {
      const heard = kept + chunk.toString();
      if (sign !== undefined && heard.includes(sign)) resolve(true);
      kept = heard.slice(-KEPT);
      return notes.write(chunk);
    },
    end: () => notes.end(),
  };
  const done = Promise.all([
    pump(running.stdout, setting.stream(name, 'stap', 'stap')),
    pump(running.stderr, heard),
    running.ended,
  ]);
  let stopped = false;
  const { path: tool, version, from } = running.tool;
  const ended = done.then(async ([, , status]) => {
    await after();
    if (stopped) return { reason: 'stopped' as const, status };
    // a script may end itself by exit()
    return { reason: status === 0 ? ('command-ended' as const) : ('tool' as const), status };
  });
  const stop = async (graceMs?: number) => {
    stopped = true;
    await running.stop(graceMs);
    await ended;
  };
  return {
    tracer: { info: { tracer: 'stap', tool, version, from, argv: running.argv, cost }, stop, ended },
    errors: () => kept,
    signed,
  };
}

/** Whose failure it is, and what in its words says that the kernel refused the script. */
interface Beginner {
  name: string;
  refused?: RegExp;
}

/**
 * Resolves when it watches, or has ended by the script's own exit(). Throws `script-error` when the kernel refuses the script,
 * `system` when it fails otherwise, or when spc is asked to end: it is ended then.
 *
 * @param begun resolves with true when it watches; with false, or not at all, when it ends before that
 */
export async function requireBegun(
  { tracer, errors }: Heard,
  begun: Promise<boolean>,
  ending: AbortSignal,
  beginner: Beginner,
): Promise<void> {
  const aborted = Promise.withResolvers<'aborted'>();
  const abort = () => aborted.resolve('aborted');
  ending.addEventListener('abort', abort);
  if (ending.aborted) abort();
  const over = tracer.ended.then(() => false);
  const outcome = await Promise.race([begun, over, aborted.promise]);
  ending.removeEventListener('abort', abort);
  if (outcome === true) return;
  if (outcome === 'aborted') {
    await tracer.stop(200);
    throw new SpcError('system', 'the script was not yet running', 'spc was asked to end');
  }
  const { status } = await tracer.ended;
  if (status !== 0) throw notBegun(errors().trim(), beginner);
}

function notBegun(text: string, { name, refused }: Beginner): SpcError {
  const isRefused = refused?.test(text) ?? false;
  return new SpcError(
    isRefused ? 'script-error' : 'system',
    isRefused ? 'the kernel refuses the script' : `${name} cannot run the script`,
    text.split('\n').slice(-8).join('\n'),
    isRefused ? 'see docs/stap.md for what the BPF runtime cannot do' : '',
  );
}
