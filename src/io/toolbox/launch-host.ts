/** Starting a tool of the host. */
import type { ChildProcess } from 'node:child_process';
import { SpcError } from '../../core/errors.ts';
import { callersOpenFiles } from '../builtin/spawn.ts';
import { MARK, newMark } from '../guard/marked.ts';
import { spawnJoined } from '../join/tick.ts';
import type { Guard, RunningTool, StartOptions, Tool, Undo } from '../tracing/types.ts';
import { cleanEnvironment } from './environment.ts';
import { exitOf, type Outputs, openOutputs, runningTool } from './running.ts';

/** Joins nothing. */
const HOST = { text: 'host', pid: 0, startTime: 0, spec: { kind: 'host' as const } };

/**
 * Starts it in a session of its own: what the terminal sends is for spc, which ends it in order. It works in `/`, with a
 * clean environment, the caller's limit of open files, and no descriptor but 0–2. Throws as `spawnJoined`, and `no-tool`.
 */
export async function startOnHost(
  tool: Tool,
  args: readonly string[],
  options: StartOptions,
  guard: Guard,
): Promise<RunningTool> {
  const mark = newMark();
  const undos = [await guard.marked(mark)];
  const forget = async () => void (await Promise.all(undos.map((undo) => undo())));
  const outputs = openOutputs();
  try {
    const child = spawnTool(tool, args, options, mark, outputs);
    const exited = exitOf(child).then((status) => endGroup(child, status));
    undos.push(...(await watched(child, tool, guard)));
    return runningTool({
      tool,
      argv: [tool.path, ...args],
      outputs,
      exited,
      after: forget,
      stdin: child.stdin,
      pid: async () => child.pid ?? 0,
      signal: (name) => void child.kill(name),
    });
  } catch (error) {
    outputs.drop();
    await forget();
    throw error;
  }
}

function spawnTool(
  { path }: Tool,
  args: readonly string[],
  { join, env, stdin = 'ignore' }: StartOptions,
  mark: string,
  { write, given }: Outputs,
): ChildProcess {
  const invocation = { file: path, args: [...args], env: cleanEnvironment({ ...env, [MARK]: mark }) };
  const how = { stdio: [stdin, ...write], detached: true, cwd: '/', openFiles: callersOpenFiles() };
  try {
    return spawnJoined(join?.target ?? HOST, join?.types ?? [], invocation, how as Parameters<typeof spawnJoined>[3]);
  } finally {
    given();
  }
}

/** Tells the guard, within the tick it was started in. Throws `no-tool` when it was not. */
async function watched(child: ChildProcess, { path }: Tool, guard: Guard): Promise<Undo[]> {
  if (child.pid !== undefined) {
    const noted = guard.process(child.pid);
    noted.catch(() => child.kill('SIGKILL')); // what cannot be noted must not go on
    return [await noted];
  }
  const { promise, resolve } = Promise.withResolvers<Error>();
  child.on('error', resolve);
  throw new SpcError('no-tool', `cannot start ${path}`, (await promise).message);
}

/** What a tool leaves in its group ends with it: it would hold the output open. The group keeps the number from being another's. */
function endGroup({ pid }: ChildProcess, status: number): number {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // nobody is left
  }
  return status;
}
