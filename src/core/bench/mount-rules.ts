/** Which mounts give a container the host. */
import { isWithin, normalPath } from '../path.ts';
import { enginePaths } from './paths.ts';
import type { EngineEvidence, EngineInfo, MountEvidence, Piece } from './types.ts';

/** Folders of the system: nothing in them may be writable, and none as a whole may be mounted at all. */
const SYSTEM = ['/boot', '/dev', '/etc', '/lib', '/lib64', '/bin', '/sbin', '/proc', '/sys', '/usr', '/root'];

/** Folders in which much else lies: only as a whole. */
const WHOLE = ['/', '/run', '/var', '/var/lib', '/home'];

/** Not even to be read. */
const SECRET = ['/etc/shadow', '/etc/gshadow', '/etc/sudoers', '/etc/ssh', '/etc/kubernetes', '/etc/docker', '/root'];

/** What is wrong with the bind mounts, one phrase each. The store is where the engine says, and its default. */
export function sensitiveMounts(
  mounts: readonly MountEvidence[],
  engine: EngineEvidence,
  info: Piece<EngineInfo>,
): string[] {
  const stores = [enginePaths(engine).data, ...('ok' in info && info.ok.dataRoot !== '' ? [info.ok.dataRoot] : [])];
  return binds(mounts).flatMap(({ source, writable }) => {
    const [as, whole] = [writable ? 'writable' : 'read-only', [...SYSTEM, ...WHOLE].includes(source)];
    const store = stores.some((data) => isWithin(data, source) || (isWithin(source, data) && writable));
    const piece = writable && SYSTEM.some((folder) => isWithin(source, folder));
    const secret = SECRET.some((path) => isWithin(source, path));
    return whole || store || piece || secret ? [`${source} (${as})`] : [];
  });
}

const SOCKET_NAMES = ['docker.sock', 'podman.sock', 'containerd.sock', 'crio.sock'];

const SOCKETS = [
  '/run/docker.sock',
  '/run/podman/podman.sock',
  '/run/containerd/containerd.sock',
  '/run/docker/containerd/containerd.sock',
  '/run/crio/crio.sock',
];

/** Bind mounts by which a container reaches an engine's socket. */
export function socketMounts(mounts: readonly MountEvidence[], engine: EngineEvidence): string[] {
  const sockets = [...SOCKETS, normal(enginePaths(engine).socket)];
  return binds(mounts)
    .filter(
      ({ source, destination }) =>
        [source, destination].some((path) => SOCKET_NAMES.includes(path.slice(path.lastIndexOf('/') + 1))) ||
        sockets.some((socket) => isWithin(socket, source)),
    )
    .map(({ source }) => source);
}

/** Volumes are the engine's own; what a bind names is the host's. */
const binds = (mounts: readonly MountEvidence[]): MountEvidence[] =>
  mounts.filter(({ type }) => type === 'bind').map((mount) => ({ ...mount, source: normal(mount.source) }));

/** /var/run is a link to /run on every host that has engines. */
const normal = (path: string) => normalPath(path).replace(/^\/var\/run(?=\/|$)/, '/run');
