/** Which parts of the host's files a container sees, by the mounts of both. */
import { isWithin } from '../path.ts';
import type { MountEntry } from '../processes/mountinfo.ts';

/** What says which part of which file system is mounted where. */
type Mount = Pick<MountEntry, 'device' | 'root' | 'mountPoint'>;

/** The host's mounts, found quickly: there can be tens of thousands, here and in a container. */
export interface HostMounts {
  /** The root of its file system: what is mounted at `/` last. */
  root: Mount | undefined;
  byDevice: ReadonlyMap<string, readonly Mount[]>;
}

/** The mounts of a table, for the questions below. */
export function hostMountsOf(mounts: readonly Mount[]): HostMounts {
  const root = mounts.findLast(({ mountPoint }) => mountPoint === '/');
  return { root, byDevice: Map.groupBy(mounts, ({ device }) => device) };
}

/** Whether what is mounted here is the host's whole root file system. */
export function isHostRoot(mount: Mount, { root }: HostMounts): boolean {
  return root !== undefined && mount.device === root.device && mount.root === root.root;
}

/** The host's own path of what is mounted here; undefined when the host has it nowhere. */
export function hostPathOf(mount: Mount, { byDevice }: HostMounts): string | undefined {
  const around = byDevice.get(mount.device)?.find(({ root }) => isWithin(mount.root, root));
  if (!around) return undefined;
  const rest = around.root === '/' ? mount.root : mount.root.slice(around.root.length);
  const folder = around.mountPoint === '/' ? '' : around.mountPoint;
  return rest === '/' ? folder || '/' : `${folder}${rest}` || '/';
}

/** The paths, of these on the host, that are seen inside: they or a folder around them are mounted. */
export function seenInside(paths: readonly string[], mounts: readonly Mount[], host: HostMounts): string[] {
  const folders = mounts.flatMap((mount) => hostPathOf(mount, host) ?? []);
  return paths.filter((path) => folders.some((folder) => isWithin(path, folder)));
}
