/** The builtin engine: containers without an engine installed. They exist while they run; none is kept stopped. */
import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import type { BuiltinPlan } from '../core/builtin-plan.ts';
import { SpcError } from '../core/errors.ts';
import { makeGroups } from './builtin/cgroup.ts';
import type { RunHelperPlan } from './builtin/helper-plan.ts';
import { stateRoot } from './builtin/paths.ts';
import { identify, type ProcessId } from './builtin/pids.ts';
import { prepareScratch } from './builtin/prepare.ts';
import { callersOpenFiles, type Helper, type Streams, spawnHelper } from './builtin/spawn.ts';
import { type ContainerState, claimName, discard, saveState, sweep } from './builtin/state.ts';

export {
  execBuiltin,
  inspectBuiltin,
  killBuiltin,
  listBuiltin,
  removeBuiltin,
  stopBuiltin,
} from './builtin/containers.ts';

export interface BuiltinRun {
  id: string;
  /** Its pid is the command's own, on the host: signals go there. */
  child: ChildProcess;
  /** The command runs; rejects with an SpcError when it never did. */
  started: Promise<void>;
  /** The command's exit status, 128 + n for signal n, once the container is cleaned up; rejects like `started`. */
  exited: Promise<number>;
}

/**
 * Starts a container. With plan.detach it outlives spc: await `started`, then leave it; its output is in its log.
 *
 * @param capture its output goes to pipes (child.stdout, child.stderr) instead of the caller's terminal; or where it shall go
 * @throws `name-in-use`, `no-image`, `no-root`, `no-capability`, `system`
 */
export async function startBuiltin(plan: BuiltinPlan, capture: boolean | Streams = false): Promise<BuiltinRun> {
  if (process.geteuid?.() !== 0) throw needsRoot();
  await sweep();
  const state: ContainerState = { plan, created: new Date().toISOString(), owner: self(), groups: [] };
  await claimName(state);
  try {
    return watch(state, await launch(state, capture));
  } catch (error) {
    await discard(state);
    throw error;
  }
}

async function launch(state: ContainerState, capture: boolean | Streams): Promise<Helper> {
  const { plan } = state;
  state.groups = makeGroups(plan.id, plan.limits);
  saveState(state);
  const openFiles = callersOpenFiles();
  const helperPlan: RunHelperPlan = {
    kind: 'run',
    plan,
    ...prepareScratch(plan),
    parent: process.pid,
    diesWithParent: !plan.detach,
    groups: state.groups,
    ...(openFiles === undefined ? {} : { openFiles }),
  };
  const given = typeof capture === 'boolean' ? streams(plan, capture) : capture;
  const helper = await spawnHelper(helperPlan, {
    pid: plan.namespaces.pid,
    sealed: !plan.confinement.privileged,
    detached: plan.detach,
    streams: given,
  });
  if (typeof given[1] === 'number') closeSync(given[1]);
  if (typeof given[2] === 'number' && given[2] !== given[1]) closeSync(given[2]);
  const process_ = identify(helper.child.pid ?? 0);
  if (process_) saveState(Object.assign(state, { process: process_ }));
  return helper;
}

/** Without -i or -t there is no input, as with docker. */
function streams(plan: BuiltinPlan, capture: boolean): Streams {
  if (plan.detach) {
    const log = openSync(join(stateRoot(), plan.name, 'log'), 'ax', 0o600);
    return ['ignore', log, log];
  }
  const input = plan.interactive || plan.tty ? 'inherit' : 'ignore';
  return capture ? [input, 'pipe', 'pipe'] : [input, 'inherit', 'inherit'];
}

function watch(state: ContainerState, { child, started, ended }: Helper): BuiltinRun {
  const exited = ended.finally(() => discard(state));
  exited.catch(() => {}); // whoever awaits only `started` has the same error from there
  return { id: state.plan.id, child, started, exited };
}

function self(): ProcessId {
  return identify(process.pid) ?? { pid: process.pid, startTime: '' };
}

const needsRoot = () =>
  new SpcError('no-root', 'the builtin engine needs root', 'it mounts file systems', 'run it with sudo');
