/** Processes of the engine and of its containers, as the host's /proc shows them. Nothing is run in a container. */
import { readlinkSync } from 'node:fs';
import { basename } from 'node:path';
import type { InspectedContainer } from '../../core/bench/parse/containers.ts';
import type { ContainerProcesses, EngineEvidence, EngineProcess, Piece } from '../../core/bench/types.ts';
import { NAMESPACE_TYPES, type ProcessEntry, type ProcessTable } from '../../core/processes/types.ts';
import { findContainers } from '../discover/discover.ts';
import { attempt } from '../inspect/files.ts';
import { readSecurity } from '../inspect/security.ts';
import { readProcesses } from '../proc/processes.ts';
import { daemonAmong } from './daemon.ts';

/** Programs that are part of an engine. */
const ENGINE_PROGRAMS = ['dockerd', 'containerd', 'podman', 'conmon', 'rootlesskit'];

/** All of /proc, once: with it the engine's own and each container's are told. */
export const readAll = (): ProcessTable => readProcesses(['status', 'cgroup', 'cmdline', 'ns']);

/**
 * Those of the host, run by whom the engine runs as: a process in a container, or of another user, may call itself dockerd,
 * too. Of several daemons just the one that answers; when that cannot be told, none at all, as its settings are evidence.
 */
export function engineProcesses(
  table: ProcessTable,
  engine: EngineEvidence,
  daemonSocket: string,
  daemonOf: typeof daemonAmong = daemonAmong,
): Piece<EngineProcess[]> {
  const own = table.processes.filter((process) => process.uid === engine.uid && isHosts(process, table));
  const found = own.flatMap(engineProcess);
  if (engine.name === 'podman') return { ok: found };
  const daemons = new Set(found.flatMap(({ name, pid }) => (name === 'dockerd' ? [pid] : [])));
  const daemon = daemonOf(
    own.filter(({ pid }) => daemons.has(pid)),
    daemonSocket,
  );
  if ('missing' in daemon) return daemon;
  return { ok: found.filter(({ pid }) => pid === daemon.ok.pid || !daemons.has(pid)) };
}

const isHosts = ({ ns }: ProcessEntry, { host }: ProcessTable) => !ns?.pid || ns.pid === host.pid;

function engineProcess({ pid, uid = 0, comm, argv = [] }: ProcessEntry): EngineProcess[] {
  const exe = programOf(pid);
  const name = basename(exe) || comm;
  return ENGINE_PROGRAMS.includes(name) ? [{ name, pid, uid, exe, argv }] : [];
}

/** '' when it cannot be read: it is another's, or the kernel's. An updated program runs on from a file that is gone. */
const programOf = (pid: number) => (attempt(() => readlinkSync(`/proc/${pid}/exe`)) ?? '').replace(/ \(deleted\)$/, '');

/** What the kernel says of containers' processes, and whether this process is one of them. */
export function containerProcesses(table: ProcessTable) {
  const pidsOf = new Map(findContainers(table).containers.map(({ id, pids }) => [id, pids]));
  const byPid = new Map(table.processes.map((process) => [process.pid, process]));
  const processOf = ({ id, pid, running }: InspectedContainer): Piece<ContainerProcesses> => {
    if (!running) return { missing: 'it does not run' };
    const pids = pidsOf.get(id) ?? [];
    const first = byPid.get(pid);
    // a pid alone may be another's by now
    if (!first || !pids.includes(pid)) return { missing: `its processes are not to be seen${hint(table)}` };
    const all = pids.flatMap((each) => byPid.get(each) ?? []);
    return describe(first, all, table);
  };
  const runsIn = ({ id }: InspectedContainer) => (pidsOf.get(id)?.includes(process.pid) ? 'spc bench runs in it' : '');
  return { processOf, runsIn };
}

const hint = ({ gaps }: ProcessTable) => (gaps[0] === undefined ? '' : `: ${gaps[0]}`);

function describe(
  first: ProcessEntry,
  all: readonly ProcessEntry[],
  { host }: ProcessTable,
): Piece<ContainerProcesses> {
  const { ns, uid } = first;
  const seccomp = SECCOMP.indexOf(readSecurity(first.pid).security.seccomp.mode);
  if (!ns) return { missing: 'its namespaces cannot be read: it needs root' };
  if (uid === undefined || seccomp < 0) return { missing: 'it has just ended' };
  const programs = all.map(({ pid, comm }) => basename(programOf(pid)) || comm);
  const shared = NAMESPACE_TYPES.filter((type) => ns[type] !== undefined && ns[type] === host[type]);
  return { ok: { uid, shared, seccomp, programs: [...new Set(programs)].sort() } };
}

/** By its number in /proc/PID/status. */
const SECCOMP: readonly string[] = ['disabled', 'strict', 'filter'];
