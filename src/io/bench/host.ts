/** What this host says: its own files, its kernel, its processes. */

import { daemonOf, daemonOptions, lastValue } from '../../core/bench/daemon-options.ts';
import type { InspectedContainer } from '../../core/bench/parse/containers.ts';
import { parseDaemonFile, parseGroup, parseSignaturePolicy } from '../../core/bench/parse/host.ts';
import { enginePaths } from '../../core/bench/paths.ts';
import type {
  ContainerProcesses,
  DaemonFile,
  EngineEvidence,
  EngineProcess,
  Evidence,
  FileEvidence,
  GroupEvidence,
  Piece,
  SignaturePolicy,
} from '../../core/bench/types.ts';
import { auditRules } from './audit.ts';
import { pathsBelow } from './below.ts';
import { lookAt, readNames } from './files.ts';
import { hostMounts, listening, securityModules, whyNoProc } from './kernel.ts';
import type { Place } from './place.ts';
import { containerProcesses, engineProcesses, readAll } from './processes.ts';
import { fromText, hostText } from './text.ts';
import { unitPaths } from './units.ts';

type HostPiece =
  | 'daemonFile'
  | 'processes'
  | 'auditRules'
  | 'units'
  | 'sockets'
  | 'dockerGroup'
  | 'mounts'
  | 'modules'
  | 'certificates'
  | 'signaturePolicy';

export interface HostEvidence {
  pieces: Pick<Evidence, HostPiece>;
  processOf(container: InspectedContainer): Piece<ContainerProcesses>;
  /** Why a container is that of this very process; '' for all others. */
  runsIn(container: InspectedContainer): string;
  lookAt(path: string): FileEvidence;
}

/**
 * @param silent why the engine does not answer; '' when it does
 * @param ms how long systemctl and auditctl may take, each
 */
export async function gatherHost(
  { engine, daemonSocket }: Place,
  containers: Piece<readonly InspectedContainer[]>,
  silent: string,
  ms: number,
): Promise<HostEvidence> {
  const [audit, units] = await Promise.all([auditRules(ms), unitPaths(engine, ms)]);
  const seen = processesOf(engine, daemonSocket, containers);
  const mounts = hostMounts();
  const ground = { names: readNames(), trusted: trustedBy(engine), mounts: 'ok' in mounts ? mounts.ok : [] };
  return {
    pieces: {
      daemonFile: daemonFile(engine, seen.processes),
      processes: silent === '' ? seen.processes : { missing: silent },
      auditRules: audit,
      units,
      sockets: seen.why === '' ? listening(daemonPid(seen.processes)) : { missing: seen.why },
      dockerGroup: dockerGroup(),
      mounts: 'ok' in mounts ? { ok: mounts.ok.map(({ mountPoint }) => mountPoint) } : mounts,
      modules: securityModules(),
      certificates: pathsBelow(enginePaths(engine).certificates),
      signaturePolicy: signaturePolicy(engine),
    },
    processOf: seen.processOf,
    runsIn: seen.runsIn,
    lookAt: (path) => lookAt(path, ground),
  };
}

/** For an engine on another machine: nothing of this one is evidence. */
export function hostElsewhere(why: string): HostEvidence {
  const missing = { missing: why };
  return {
    pieces: {
      daemonFile: missing,
      processes: missing,
      auditRules: missing,
      units: missing,
      sockets: missing,
      dockerGroup: missing,
      mounts: missing,
      modules: missing,
      certificates: missing,
      signaturePolicy: missing,
    },
    processOf: () => missing,
    runsIn: () => '',
    lookAt: () => ({ state: 'unreadable', cause: why }),
  };
}

/** Whose links are followed. */
const trustedBy = ({ uid }: EngineEvidence) => [...new Set([0, uid, process.geteuid?.() ?? 0])];

interface Seen extends Pick<HostEvidence, 'processOf' | 'runsIn'> {
  processes: Piece<EngineProcess[]>;
  /** Why the host's /proc cannot be seen; '' when it can. */
  why: string;
}

function processesOf(
  engine: EngineEvidence,
  daemonSocket: string,
  containers: Piece<readonly InspectedContainer[]>,
): Seen {
  const why = whyNoProc();
  if (why !== '') return { why, processes: { missing: why }, processOf: () => ({ missing: why }), runsIn: () => '' };
  const table = readAll();
  const processes = engineProcesses(table, engine, daemonSocket);
  const anyContainer = 'ok' in containers && containers.ok.some(({ running }) => running);
  if (!anyContainer) return { why, processes, processOf: () => ({ missing: 'it does not run' }), runsIn: () => '' };
  return { why, processes, ...containerProcesses(table) };
}

/** Whose network namespace the engine's ports are in: the daemon's, else the host's. */
const daemonPid = (processes: Piece<EngineProcess[]>) => ('ok' in processes && daemonOf(processes.ok)?.pid) || 1;

/** Where dockerd was told to look, else its default. podman has none. */
function daemonFile(engine: EngineEvidence, processes: Piece<EngineProcess[]>): Piece<DaemonFile> {
  const path = enginePaths(engine).settings;
  if (engine.name === 'podman') return { ok: { path, value: null } };
  const running = 'ok' in processes ? processes.ok : [];
  const told = lastValue(daemonOptions(undefined, running), 'config-file');
  if (told !== '' && !told.startsWith('/'))
    return { missing: `--config-file ${told} is relative to the folder that dockerd was started in` };
  const at = told || path;
  return fromText(at, (text) => parseDaemonFile(at, text), { ok: { path: at, value: null } }, engine.uid);
}

function dockerGroup(): Piece<GroupEvidence> {
  const [groups, users] = [hostText('/etc/group'), hostText('/etc/passwd')];
  if ('missing' in groups) return groups;
  return { ok: parseGroup('docker', groups.ok ?? '', 'ok' in users ? (users.ok ?? '') : '') };
}

/** containers-policy.json(5): the user's own comes first. */
function signaturePolicy({ rootless, home, uid }: EngineEvidence): Piece<SignaturePolicy> {
  const read = (path: string, absent: Piece<SignaturePolicy>) =>
    fromText(path, (text) => parseSignaturePolicy(path, text), absent, uid);
  const system = read('/etc/containers/policy.json', { missing: 'there is no policy.json' });
  return rootless ? read(`${home}/.config/containers/policy.json`, system) : system;
}
