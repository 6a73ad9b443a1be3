/** Named network namespaces (ip-netns(8)): files below /run/netns on which a namespace is mounted. */
import { statSync } from 'node:fs';
import type { NamedNamespace } from '../../core/containers/named.ts';
import { hostPath } from './host-path.ts';
import { type Gaps, listNames } from './state-file.ts';

const FOLDER = '/run/netns';

/** A file's inode is the namespace's once it is mounted there; a bare file matches none. */
export function readNamedNamespaces(gaps: Gaps): NamedNamespace[] {
  const folder = hostPath(FOLDER);
  return listNames(folder, gaps).flatMap((name) => {
    const stats = statSync(`${folder}/${name}`, { throwIfNoEntry: false });
    return stats?.isFile() ? [{ name, inode: stats.ino }] : [];
  });
}
