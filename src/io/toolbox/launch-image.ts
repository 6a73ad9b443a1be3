/** Starting a tool of an image, through its engine. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { SpcError } from '../../core/errors.ts';
import { lastLine } from '../../core/text.ts';
import { type ToolRun, toolRunWords } from '../../core/tools/tool-run.ts';
import { appendAudit } from '../audit.ts';
import type { TaskId } from '../guard/entry.ts';
import { MARK, newMark } from '../guard/marked.ts';
import { attempt } from '../inspect/files.ts';
import { requireSame } from '../join/pin.ts';
import { signalProcess } from '../linux/signal.ts';
import { closeAtExec } from '../linux.ts';
import { allPids } from '../proc/family.ts';
import { childEnv } from '../process.ts';
import type { Guard, RunningTool, StartOptions, Tool } from '../tracing/types.ts';
import { whenAppeared } from './appeared.ts';
import { cleanEnvironment, engineVariables } from './environment.ts';
import type { ToolsImage } from './image.ts';
import { exitOf, type Outputs, openOutputs, runningTool } from './running.ts';

/**
 * Starts it, and waits until it runs. Its pid is the host's, and signals go to it, not to the engine's client.
 * Throws `no-tool` when the engine cannot start it, `target-gone` when the target ended meanwhile, `unsupported`.
 */
export async function startFromImage(
  tool: Tool,
  args: readonly string[],
  options: StartOptions,
  guard: Guard,
  source: ToolsImage,
): Promise<RunningTool> {
  const mark = newMark();
  const name = `spc-tool-${randomBytes(6).toString('hex')}`;
  const words = wordsFor({ name, mark, tool, args, options, source });
  const undos = [await guard.marked(mark), await guard.container(source.engine, source.program, name)];
  const outputs = openOutputs();
  let client: Client | undefined;
  try {
    noteRun(source, words);
    const before = new Set(allPids());
    client = await startClient(source, words, options, outputs);
    const task = await appeared(client, { tool, mark, before, outputs, join: options.join });
    const exited = client.exited.then((status) => endTool(task, status));
    return runningTool({
      tool,
      argv: [tool.name, ...args],
      outputs,
      exited,
      after: async () => void (await Promise.all(undos.map((undo) => undo()))),
      stdin: client.child.stdin,
      pid: async () => task?.pid ?? 0,
      signal: (signal) => void (task && signalProcess(task, signal)),
    });
  } catch (error) {
    outputs.drop();
    if (client) endClient(client);
    await Promise.allSettled(undos.map((undo) => undo()));
    throw error;
  }
}

/** As of any image that runs. Throws `system`: nothing runs without it. */
function noteRun({ engine, program, reference, image }: ToolsImage, words: readonly string[]): void {
  appendAudit({
    action: 'tool',
    engine,
    image: { ref: reference, id: image.id },
    argv: [program || engine, ...words],
    decision: 'allow',
    reason: 'a tool for tracing: its image was built here, or named',
  });
}

interface Wanted {
  name: string;
  mark: string;
  tool: Tool;
  args: readonly string[];
  options: StartOptions;
  source: ToolsImage;
}

function wordsFor({ name, mark, tool, args, options, source }: Wanted): string[] {
  const { join, env = {}, stdin, paths = [] } = options;
  const target = join?.target;
  const run: ToolRun = {
    name,
    env: { LANG: 'C', LC_ALL: 'C', ...env, [MARK]: mark },
    image: source.pin,
    tool: tool.name,
    args,
    join: (join?.types ?? []).map((type) => ({ type, path: target?.bound ?? `/proc/${target?.pid}/ns/${type}` })),
    paths: target?.bound && join?.types.length ? [...paths, target.bound] : paths,
    interactive: stdin === 'pipe',
    unlogged: source.engine !== 'builtin',
  };
  const missing = run.paths.find((path) => !existsSync(path)); // an engine would make a directory of that name
  if (missing !== undefined) throw new SpcError('system', `there is no ${missing}`, '', '');
  return toolRunWords(run, existsSync);
}

/** The engine's client, or the builtin engine's helper, which becomes the tool. */
interface Client {
  child: ChildProcess;
  exited: Promise<number>;
}

/** One that hangs would keep spc from ending. It leads a group. */
function endClient({ child }: Client): void {
  try {
    const runs = child.exitCode === null && child.signalCode === null;
    if (child.pid !== undefined && runs) process.kill(-child.pid, 'SIGKILL');
  } catch {
    child.kill('SIGKILL'); // the builtin engine's helper is in spc's group
  }
}

async function startClient(
  source: ToolsImage,
  words: string[],
  { stdin = 'ignore' }: StartOptions,
  { write, given }: Outputs,
): Promise<Client> {
  if (source.engine === 'builtin') return await startBuiltinTool(source, words, stdin, write);
  try {
    closeAtExec();
    const env = childEnv(cleanEnvironment(engineVariables()));
    const child = spawn(source.program, words, { env, stdio: [stdin, ...write], detached: true, cwd: '/' });
    return { child, exited: exitOf(child) };
  } finally {
    given();
  }
}

async function startBuiltinTool(
  source: ToolsImage,
  words: string[],
  stdin: 'ignore' | 'pipe',
  write: Outputs['write'],
): Promise<Client> {
  const [{ startBuiltin }, { builtinPlan }] = await Promise.all([import('../builtin.ts'), import('./builtin.ts')]);
  const { child, exited, started } = await startBuiltin(builtinPlan(words, source.image), [stdin, ...write]);
  await started;
  return { child, exited };
}

interface Expected {
  tool: Tool;
  mark: string;
  /** Host pids before it was started. */
  before: ReadonlySet<number>;
  outputs: Outputs;
  join: StartOptions['join'];
}

/** The tool's process, which is in the target's namespaces by now. undefined: it has run to its end already. */
async function appeared(
  { exited }: Client,
  { tool, mark, before, outputs, join }: Expected,
): Promise<TaskId | undefined> {
  let status: number | undefined;
  void exited.then((code) => {
    status = code;
  });
  const task = await whenAppeared(mark, before, () => status !== undefined, WAIT_MS);
  if (!task && status === undefined) throw notHere(tool);
  if (!task && status !== undefined && status >= 125 && status <= 127) {
    const said = lastLine(await text(outputs.stderr));
    throw new SpcError('no-tool', `${tool.name} of ${tool.from} cannot be started`, said, '--from host');
  }
  if (join) requireJoined(task, join);
  return task;
}

/** An engine that starts what it has in its store. */
const WAIT_MS = 30_000;

const notHere = ({ name, from }: Tool) =>
  new SpcError(
    'no-tool',
    `${name} of ${from} does not run on this machine`,
    `within ${WAIT_MS / 1000} s no process of it showed up: the engine is another machine's, or hangs`,
    '--from host, or another --engine',
  );

/** The number may have become another's before the tool opened it: what it joined is compared, and the target looked at again. */
function requireJoined(task: TaskId | undefined, { target, types }: NonNullable<StartOptions['join']>): void {
  requireSame(target);
  if (!task || target.pid === 0) return;
  for (const type of types) {
    const [there, here] = [target.pid, task.pid].map((pid) => attempt(() => statSync(`/proc/${pid}/ns/${type}`).ino));
    if (there === here || here === undefined) continue;
    throw new SpcError('target-gone', `${target.text} ended`, `its ${type} namespace is not the one that was joined`);
  }
}

/** A client that ended before its tool, because its server did, leaves the tool: it is ended. */
function endTool(task: TaskId | undefined, status: number): number {
  if (task) signalProcess(task, 'SIGKILL');
  return status;
}
