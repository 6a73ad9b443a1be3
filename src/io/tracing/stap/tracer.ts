/** A running stap or stapbpf as a tracer. */
import { pump } from '../pump.ts';
import type { RunningTool, RunningTracer, StreamSink } from '../types.ts';
import type { StapJob } from './start.ts';

/** What is kept of stderr, for the message of one that could not begin. */
const KEPT = 16 * 1024;

/**
 * Reads its output into streams, and ends it when asked: INT, so that `probe end` prints. `after` is done when it has ended.
 * `errors`: the end of what it wrote to stderr so far.
 */
export function asTracer(
  { setting, name }: StapJob,
  running: RunningTool,
  cost: string,
  after: () => Promise<void>,
): { tracer: RunningTracer; errors: () => string } {
  let kept = '';
  const notes = setting.stream(`${name}-notes`, 'stap', 'stap-notes');
  const heard: StreamSink = {
    write: (chunk) => {
      kept = (kept + chunk.toString()).slice(-KEPT);
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
  };
}
