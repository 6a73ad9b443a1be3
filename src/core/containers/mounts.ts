/** Which parts of the host's files a container sees, by the mounts of both. */
import { isWithin } from '../path.ts';
import type { MountEntry } from '../processes/mountinfo.ts';

/** What says which part of which file system is mounted where. */
type Mount = Pick<MountEntry, 'device' | 'root' | 'mountPoint'>;

/** The root of the host's file system: what is mounted at `/` last. */
function rootOf(mounts: readonly Mount[]): Mount | undefined {
  return mounts.findLast(({ mountPoint }) => mountPoint === '/');
}

/** Whether what is mounted here is the host's whole root file system. */
export function isHostRoot(mount: Mount, host: readonly Mount[]): boolean {
  const root = rootOf(host);
  return root !== undefined && mount.device === root.device && mount.root === root.root;
}

/** The host's own path of what is mounted here; undefined when the host has it nowhere. */
export function hostPathOf(mount: Mount, host: readonly Mount[]): string | undefined {
  const around = host.find(({ device, root }) => device === mount.device && isWithin(mount.root, root));
  if (!around) return undefined;
  const rest = around.root === '/' ? mount.root : mount.root.slice(around.root.length);
  const folder = around.mountPoint === '/' ? '' : around.mountPoint;
  return rest === '/' ? folder || '/' : `${folder}${rest}` || '/';
}

/** The paths, of these on the host, that are seen inside: they or a folder around them are mounted. */
export function seenInside(paths: readonly string[], mounts: readonly Mount[], host: readonly Mount[]): string[] {
  const devices = new Set(host.map(({ device }) => device));
  const here = mounts.filter(({ device }) => devices.has(device));
  const folders = here.flatMap((mount) => hostPathOf(mount, host) ?? []);
  return paths.filter((path) => folders.some((folder) => isWithin(path, folder)));
}
