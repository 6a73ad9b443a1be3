/** Builtin containers after their start: found, stopped, removed, entered. */
import { setTimeout } from 'node:timers/promises';
import type { BuiltinExec } from '../../core/builtin-plan.ts';
import { SpcError } from '../../core/errors.ts';
import type { Container } from '../../core/types.ts';
import { isAlive, type ProcessId } from './pids.ts';
import { callersOpenFiles, type Helper, spawnHelper } from './spawn.ts';
import { type ContainerState, discard, isRunning, readState, readStates } from './state.ts';

const POLL_MS = 20;

/** The containers that run now: builtin keeps no stopped ones. */
export const listBuiltin = (): Container[] => readStates().filter(isRunning).map(describe);

/** By name, id, or unique beginning of an id; undefined when none such runs. */
export function inspectBuiltin(name: string): Container | undefined {
  const state = find(name);
  return state && describe(state);
}

function find(name: string): ContainerState | undefined {
  const named = readState(name);
  if (named && isRunning(named)) return named;
  if (!/^[0-9a-f]{4,64}$/.test(name)) return undefined;
  const matching = readStates().filter((state) => isRunning(state) && state.plan.id.startsWith(name));
  return matching.length === 1 ? matching[0] : undefined;
}

function describe({ plan, process }: ContainerState): Container {
  return {
    id: plan.id,
    name: plan.name,
    imageId: plan.imageId,
    imageRef: plan.imageRef,
    running: true,
    pid: process?.pid ?? 0,
    interactive: plan.interactive && plan.tty,
    labels: plan.labels,
    cmd: plan.argv,
  };
}

/** SIGTERM, then SIGKILL when it still runs after `seconds`; cleans up. Throws `no-container`. */
export async function stopBuiltin(name: string, seconds = 10): Promise<void> {
  const state = demand(name);
  signal(state.process, 'SIGTERM');
  await gone(state.process, seconds * 1000);
  await end(state);
}

/** Removes a container. Throws `no-container`; `name-in-use` for a running one without `force`. */
export async function removeBuiltin(name: string, force: boolean): Promise<void> {
  const state = demand(name);
  if (!force) {
    throw new SpcError(
      'name-in-use',
      `container ${name} is running`,
      'builtin containers exist while they run',
      'stop it',
    );
  }
  await end(state);
}

/** Sends a signal to a container's first process. Throws `no-container`. */
export function killBuiltin(name: string, signalName: NodeJS.Signals): void {
  signal(demand(name).process, signalName);
}

async function end(state: ContainerState): Promise<void> {
  signal(state.process, 'SIGKILL');
  await gone(state.process, 10_000);
  await discard(state);
}

function demand(name: string): ContainerState {
  const state = find(name);
  if (state) return state;
  throw new SpcError(
    'no-container',
    `no builtin container ${name} is running`,
    '',
    'builtin keeps no stopped containers',
  );
}

function signal(target: ProcessId | undefined, name: NodeJS.Signals): void {
  if (!target || !isAlive(target)) return;
  try {
    process.kill(target.pid, name);
  } catch {
    // it ended meanwhile
  }
}

/** Waits until a process ended, at most `ms`. */
async function gone(target: ProcessId | undefined, ms: number): Promise<void> {
  for (let waited = 0; target && isAlive(target) && waited < ms; waited += POLL_MS) await setTimeout(POLL_MS);
}

/**
 * Runs a command in a running container, as its user and with its privileges, on the caller's streams.
 *
 * @throws `no-container`, `no-root`, `no-capability`, `system`
 */
export async function execBuiltin(name: string, exec: BuiltinExec, capture = false): Promise<Helper> {
  const { plan, process: target, groups } = demand(name);
  if (!target) throw new SpcError('no-container', `container ${name} is still starting`, '', 'try again');
  const openFiles = callersOpenFiles();
  const confinement = { ...plan.confinement, user: exec.user ?? plan.confinement.user };
  const output = capture ? 'pipe' : 'inherit';
  return await spawnHelper(
    {
      kind: 'exec',
      target,
      exec: { ...exec, env: mergeEnvironment(plan.env, exec.env) },
      confinement,
      cwd: exec.cwd ?? plan.cwd,
      parent: process.pid,
      diesWithParent: true,
      groups,
      ...(openFiles === undefined ? {} : { openFiles }),
    },
    {
      pid: plan.namespaces.pid === 'host' ? 'host' : { path: `/proc/${target.pid}/ns/pid` },
      sealed: true,
      detached: false,
      streams: [exec.interactive ? 'inherit' : 'ignore', output, output],
    },
  );
}

/** The container's own, with changes on top. */
function mergeEnvironment(own: readonly string[], changes: readonly string[]): string[] {
  const pairs = [...own, ...changes].map((entry) => [entry.split('=', 1)[0], entry] as const);
  return [...new Map(pairs).values()];
}
