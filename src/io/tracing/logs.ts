/** The log of the target's container, by its engine's own command. */
import { SpcError } from '../../core/errors.ts';
import { hostTool, packageOf } from '../toolbox/host.ts';
import { startOnHost } from '../toolbox/launch-host.ts';
import { pump } from './pump.ts';
import { runningTracer } from './running-tracer.ts';
import type { RunningTool, RunningTracer, StartTracer, Tool, TraceSetting } from './types.ts';

export interface LogsOptions {
  /** Also what was logged before: so many nanoseconds back; undefined: from now on. */
  since?: number | undefined;
}

/** Makers whose command shows logs, with the time of each line (docker-logs(1), podman-logs(1)). */
const ENGINES = new Set(['docker', 'podman']);

/**
 * Follows the log of the container. Throws `unsupported` for a target whose log is not known, `no-tool` when the engine's
 * command is missing.
 */
export function startLogs({ since = 0 }: LogsOptions = {}): StartTracer {
  return async (setting) => {
    const { engine, id } = loggedContainer(setting);
    const tool = await engineTool(engine);
    const from = new Date(Date.now() - since / 1e6).toISOString();
    const args = ['logs', '--follow', '--timestamps', '--since', from, id];
    return tracer(setting, await startOnHost(tool, args, {}, setting.guard));
  };
}

function loggedContainer({ target: { container, title } }: TraceSetting): { engine: string; id: string } {
  if (!container || !ENGINES.has(container.engine))
    throw new SpcError(
      'unsupported',
      `no log of ${title} is known`,
      'only docker and podman keep one that can be followed',
    );
  const { owner, engine, id, name } = container;
  if (owner !== process.geteuid?.())
    throw new SpcError(
      'unsupported',
      `the log of ${title} is its owner's`,
      `it belongs to uid ${owner}`,
      `as that user: ${engine} logs -f ${name}`,
    );
  return { engine, id };
}

async function engineTool(engine: string): Promise<Tool> {
  const tool = await hostTool(engine);
  if (tool) return tool;
  throw new SpcError('no-tool', `there is no ${engine} here`, '', `install ${packageOf(engine)}`);
}

function tracer(setting: TraceSetting, tool: RunningTool): RunningTracer {
  const read = Promise.all([
    pump(tool.stdout, setting.stream('log-stdout', 'log', 'log-stdout')),
    pump(tool.stderr, setting.stream('log-stderr', 'log', 'log-stderr')),
  ]);
  // it costs nothing, as the engine keeps the log anyway; it follows until the container ends
  return runningTracer(tool, read, { tracer: 'log', cost: '', ownEnd: 'target-ended' });
}
