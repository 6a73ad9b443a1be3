/** A tool at work, as a tracer of a session. */
import type { EndReason, TracerName } from '../../core/events.ts';
import type { RunningTool, RunningTracer } from './types.ts';

interface Nature {
  tracer: TracerName;
  /** What it costs the target, in a sentence. */
  cost: string;
  /** Why it has ended when it ends of its own accord with status 0. */
  ownEnd: EndReason;
}

/** `done`: all that it printed was read, and kept. */
export function runningTracer(running: RunningTool, done: Promise<unknown>, nature: Nature): RunningTracer {
  const { tracer, cost, ownEnd } = nature;
  const { path, version, from } = running.tool;
  let stopped = false;
  return {
    info: { tracer, tool: path, version, from, argv: running.argv, cost },
    stop: async (graceMs) => {
      stopped = true;
      await running.stop(graceMs);
      await done;
    },
    ended: done.then(async () => {
      const status = await running.ended;
      if (stopped) return { reason: 'stopped', status: 0 };
      return { reason: status === 0 ? ownEnd : 'tool', status };
    }),
  };
}
