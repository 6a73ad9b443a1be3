/** Named network namespaces (ip-netns(8)): files below /run/netns on which a namespace is mounted. */
import { statSync } from 'node:fs';
import type { NamedNamespace } from '../../core/containers/named.ts';
import { hostPath } from './host-path.ts';
import { type Gaps, listNames } from './state-file.ts';

const FOLDER = '/run/netns';

/**
 * A file's inode is the namespace's once it is mounted there; a bare file matches none. A link to /proc/PID/ns/net, another
 * common way to name one, may lead to what is closed (EACCES) or gone: it names none then.
 */
export function readNamedNamespaces(gaps: Gaps): NamedNamespace[] {
  const folder = hostPath(FOLDER);
  return listNames(folder, gaps).flatMap((name) => {
    const inode = inodeOf(`${folder}/${name}`);
    return inode === undefined ? [] : [{ name, inode }];
  });
}

function inodeOf(path: string): number | undefined {
  try {
    const stats = statSync(path);
    return stats.isFile() ? stats.ino : undefined;
  } catch {
    return undefined;
  }
}
