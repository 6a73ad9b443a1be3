/** Namespaces that are bound to files, from the mount tables of processes. */
import { parseMountinfo } from '../processes/mountinfo.ts';
import { parseNamespaceLink } from './name.ts';
import type { BindMount, NamespaceRef } from './types.ts';

/** A bind as one mount table shows it. */
export interface BoundNamespace extends NamespaceRef {
  path: string;
}

/**
 * The nsfs mounts of a text of /proc/PID/mountinfo. The inode is read from the field `root`, so no path is opened: in
 * the mount namespace of a stranger it may lead anywhere.
 */
export function boundNamespaces(mountinfo: string): BoundNamespace[] {
  // blanks in names are escaped, so this can only be the field of the type
  const lines = mountinfo.split('\n').filter((line) => line.includes(' - nsfs '));
  return parseMountinfo(lines.join('\n')).flatMap(({ root, mountPoint }) => {
    const name = parseNamespaceLink(root);
    return name ? [{ ...name, path: mountPoint }] : [];
  });
}

/**
 * Binds of several mount namespaces as one list: the same namespace at the same path is one bind, as copies of a mount
 * table repeat it.
 *
 * @param tables inode of a mount namespace → its binds
 * @param own inode of spc's own mount namespace; undefined when unknown
 */
export function mergeBinds(tables: ReadonlyMap<number, BoundNamespace[]>, own: number | undefined): BindMount[] {
  const merged = new Map<string, BindMount>();
  for (const [mountNs, bounds] of [...tables].sort(([a], [b]) => a - b))
    for (const { type, inode, path } of bounds) {
      const key = `${inode} ${path}`;
      const bind = merged.get(key) ?? { type, inode, path, mountNamespaces: [], own: false };
      if (bind.mountNamespaces.at(-1) !== mountNs) bind.mountNamespaces.push(mountNs);
      bind.own ||= mountNs === own;
      merged.set(key, bind);
    }
  return [...merged.values()].sort((a, b) => Number(b.own) - Number(a.own));
}
