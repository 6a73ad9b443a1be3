/** Evidence for tests: ways to change one thing of a host on which nothing is wrong. */
import type {
  ContainerEvidence,
  EngineInfo,
  Evidence,
  ImageEvidence,
  Json,
  NetworkEvidence,
  SwarmEvidence,
} from '../../../src/core/bench/types.ts';
import { IMAGE, type Present, ROOTS } from './hosts.ts';

export { CONTAINER, DOCKER, IMAGE, PODMAN, ROOTLESS } from './hosts.ts';

/** Evidence → evidence with one thing changed. */
export type Change = (evidence: Evidence) => Evidence;

const SWARM: SwarmEvidence = {
  state: 'active',
  manager: true,
  managers: 3,
  nodeAddress: '192.0.2.1',
  cluster: { autoLock: true, certificateExpiryHours: 48, rootRotation: false },
};

/** Nothing changed. */
export const same: Change = (evidence) => evidence;

/** One change after another. */
export const all =
  (...changes: Change[]): Change =>
  (evidence) =>
    changes.reduce((changed, change) => change(changed), evidence);

/** Pieces or fields of their own. */
export const having =
  (over: Partial<Evidence>): Change =>
  (evidence) => ({ ...evidence, ...over });

/** The engine says otherwise. */
export const info =
  (over: Partial<EngineInfo>): Change =>
  (evidence) => ({ ...evidence, info: { ok: { ...okOf(evidence.info), ...over } } });

/** An active swarm, seen by a manager. */
export const swarm = (over: Partial<SwarmEvidence> = {}): Change => info({ swarm: { ...SWARM, ...over } });

/** Other settings in daemon.json, instead of those that are there. */
export const settings = (value: Record<string, Json>): Change =>
  having({ daemonFile: { ok: { path: '/etc/docker/daemon.json', value } } });

/** Flags of the daemon, and no daemon.json. */
export const flags = (...argv: string[]): Change =>
  having({
    daemonFile: { ok: { path: '/etc/docker/daemon.json', value: null } },
    processes: { ok: [{ name: 'dockerd', pid: 42, uid: 0, exe: '/usr/bin/dockerd', argv: ['dockerd', ...argv] }] },
  });

/** The container is otherwise. */
export const container =
  (over: Partial<ContainerEvidence>): Change =>
  (evidence) => ({ ...evidence, containers: { ok: okOf(evidence.containers).map((one) => ({ ...one, ...over })) } });

/** What the kernel says of the container's processes is otherwise. */
export const processes =
  (
    over: Partial<{
      uid: number;
      shared: never[] | ['net' | 'pid' | 'ipc' | 'uts' | 'user'];
      seccomp: number;
      programs: string[];
    }>,
  ): Change =>
  (evidence) =>
    container({ process: { ok: { uid: 101_000, shared: [], seccomp: 2, programs: ['nginx'], ...over } } })(evidence);

/** The image is otherwise. */
export const image = (over: Partial<ImageEvidence>): Change => having({ images: { ok: [{ ...IMAGE, ...over }] } });

/** One network. */
export const network = (over: Partial<NetworkEvidence>): Change =>
  having({
    networks: {
      ok: [{ id: 'n1', name: 'n', driver: 'overlay', ingress: false, options: {}, containers: [], ...over }],
    },
  });

/** A file is otherwise. */
export const fileIs =
  (path: string, over: Partial<Present>): Change =>
  (evidence) => ({
    ...evidence,
    files: { ...evidence.files, [path]: { ...ROOTS, real: path, ...presentAt(evidence, path), ...over } },
  });

/** A file is not there. */
export const without =
  (path: string): Change =>
  (evidence) => ({ ...evidence, files: { ...evidence.files, [path]: { state: 'absent' } } });

/** A file cannot be looked at. */
export const unreadable =
  (path: string): Change =>
  (evidence) => ({ ...evidence, files: { ...evidence.files, [path]: { state: 'unreadable', cause: 'EACCES' } } });

const presentAt = ({ files }: Evidence, path: string): Partial<Present> => {
  const found = files[path];
  return found?.state === 'present' ? found : {};
};

function okOf<T>(piece: { ok: T } | { missing: string }): T {
  if ('ok' in piece) return piece.ok;
  throw new Error(piece.missing);
}
