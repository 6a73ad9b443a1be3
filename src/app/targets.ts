/** A target as it was written → the process that stands for it, pinned by pid and start time. */
import type { FoundContainer } from '../core/containers/types.ts';
import { SpcError } from '../core/errors.ts';
import type { BoundNamespace } from '../core/namespaces/mountinfo.ts';
import type { ProcessEntry, ProcessPart } from '../core/processes/types.ts';
import { sanitize } from '../core/sanitize.ts';
import type { Target, TargetSpec } from '../core/target.ts';
import { findContainer } from '../core/targets/container.ts';
import { parseTarget } from '../core/targets/parse.ts';
import { boundNetns, processesOf, type Surroundings } from '../core/targets/processes.ts';
import type { System } from './system.ts';

/** A target, and what was read to find it. */
export interface FoundTarget extends Target, Surroundings {}

const PARTS: readonly ProcessPart[] = ['status', 'cgroup', 'cmdline', 'ns'];

/**
 * Finds a target among all processes and containers of the machine. `pid` is 0 for a container that does not run.
 * Throws `usage`, `no-target` with what is near, and `ambiguous` with the candidates.
 */
export function resolveTarget(text: string, system: System): FoundTarget {
  return resolve(parseTarget(text), text, system);
}

/**
 * The same, but reading only the processes that matter for the target: `table` is short then, and `discovery` knows less,
 * of the container its first process only.
 */
export function resolveQuickly(text: string, system: System): FoundTarget {
  const spec = parseTarget(text);
  if (spec.kind === 'pid') return resolve(spec, text, system, [spec.pid]);
  if (spec.kind === 'host') return resolve(spec, text, system, INITIAL);
  if (spec.kind !== 'container') return resolve(spec, text, system);
  return onFile(spec, text, system) ?? amongMonitored(spec, text, system) ?? resolve(spec, text, system);
}

type ContainerSpec = Extract<TargetSpec, { kind: 'container' }>;

/** The container that root's engines have on file; undefined: others must be looked at. */
function onFile(spec: ContainerSpec, text: string, system: System): FoundTarget | undefined {
  const found = system.containerOnFile(spec.name, spec.engine);
  if (!found) return undefined;
  const around = { ...found, binds: [] };
  return { ...findTarget(spec, text, around), ...around };
}

/** The running container among those that a monitor holds; undefined unless it is just one: then all must be read. */
function amongMonitored(spec: TargetSpec, text: string, system: System): FoundTarget | undefined {
  const { processes } = system.processes([]);
  const monitors = new Set(processes.filter(({ comm }) => isMonitor(comm)).map(({ pid }) => pid));
  const near = processes.filter(({ pid, ppid }) => monitors.has(pid) || monitors.has(ppid));
  try {
    const found = resolve(
      spec,
      text,
      system,
      near.map(({ pid }) => pid),
    );
    // a user's monitor may claim any name: whether it is also one of root's that has none, only a full look tells
    return found.pid > 0 && found.container?.owner === 0 ? found : undefined;
  } catch (error) {
    if (error instanceof SpcError) return undefined;
    throw error;
  }
}

/** By its name only: a false one costs a look at its children. */
const isMonitor = (comm: string) => /^(?:dockerd|containerd|conmon|lxc|systemd-nspawn)/.test(comm);

/** init, and the kernel's own: some systems refuse the first to root, too. */
const INITIAL = [1, 2];

function resolve(spec: TargetSpec, text: string, system: System, pids?: number[]): FoundTarget {
  const table = system.processes(PARTS, pids);
  const named = spec.kind === 'pid' || spec.kind === 'host';
  const discovery = pids && named ? { containers: [], byPid: new Map(), gaps: [] } : system.containers(table);
  const around = { table, discovery, binds: bindsFor(spec, system) };
  return { ...findTarget(spec, text, around), ...around };
}

/** Files that namespaces are bound to, where a target of that kind may be one. */
export function bindsFor({ kind }: TargetSpec, system: System): BoundNamespace[] {
  return kind === 'namespace' || kind === 'netns' ? system.boundNamespaces() : [];
}

/** The target a spec means among what was read. Throws as `resolveTarget` does. */
export function findTarget(spec: TargetSpec, text: string, around: Surroundings): Target {
  if (spec.kind === 'container') return ofContainer(findContainer(spec, text, around.discovery), spec, text);
  const main = mainProcess(spec, processesOf(spec, around));
  if (main) return ofProcess(main, spec, text, around.discovery.byPid.get(main.pid));
  const bind = bindOf(spec, around.binds);
  if (bind) return ofBind(bind, spec, text);
  const { why, hint } = MISSING[spec.kind];
  throw new SpcError(
    'no-target',
    `no target ${text}`,
    [why, ...around.table.gaps].map((line) => sanitize(line)).join('; '),
    hint,
  );
}

function ofBind({ type, inode, path }: BoundNamespace, spec: TargetSpec, text: string): Target {
  return { spec, text, title: `${type} namespace ${path}`, pid: 0, startTime: 0, bound: path, boundInode: inode };
}

function ofContainer(container: FoundContainer, spec: TargetSpec, text: string): Target {
  const { pid, startTime, name, engine } = container;
  return { spec, text, title: `container ${name} (${engine})`, pid, startTime, container };
}

function ofProcess(main: ProcessEntry, spec: TargetSpec, text: string, container?: FoundContainer): Target {
  const { pid, startTime } = main;
  const title = titleOf(spec, text, main);
  return { spec, text, title, pid, startTime, ...(container && { container }) };
}

function titleOf({ kind }: TargetSpec, text: string, { pid, comm }: ProcessEntry): string {
  if (kind === 'host') return 'host'; // whichever process its namespaces were found at
  return kind === 'pid' ? `process ${pid} (${comm})` : `${text}, process ${pid} (${comm})`;
}

/** The one that started first: others come from it. A zombie has left its namespaces, so it stands for itself only. */
function mainProcess({ kind }: TargetSpec, processes: readonly ProcessEntry[]): ProcessEntry | undefined {
  if (kind === 'pid') return processes[0];
  if (kind === 'host') return processes.find(({ pid, ns }) => INITIAL.includes(pid) && ns);
  const alive = processes.filter(({ state }) => state !== 'Z' && state !== 'X');
  return alive.sort((a, b) => a.startTime - b.startTime || a.pid - b.pid)[0];
}

/** Where a namespace without a process is bound. */
function bindOf(spec: TargetSpec, binds: readonly BoundNamespace[]): BoundNamespace | undefined {
  if (spec.kind === 'netns') return boundNetns(spec.name, binds);
  if (spec.kind !== 'namespace') return undefined;
  return binds.find(({ type, inode }) => type === spec.type && inode === spec.inode);
}

const MISSING: Record<TargetSpec['kind'], { why: string; hint: string }> = {
  pid: { why: 'there is no such process', hint: 'spc ps lists them' },
  namespace: { why: 'no process is in it, and it is not bound to a file here', hint: 'spc ns lists them' },
  netns: { why: 'nothing of this name is bound below /run/netns', hint: 'ip netns list shows them' },
  cgroup: { why: 'no process is in such a cgroup', hint: 'spc ps -o pid,cgroup shows them' },
  host: { why: "the host's processes are not in sight", hint: 'start the container spc is in with --pid=host' },
  container: { why: 'there is no such container', hint: 'spc ps --containers lists them' },
};
