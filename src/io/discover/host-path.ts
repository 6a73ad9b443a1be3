/** The host's files, also from inside a container that has them at /host, as super-privileged ones do. */
import { existsSync } from 'node:fs';
import { hostNamespaces, readNamespaces } from '../proc/namespaces.ts';

const HOST_ROOT = '/host';

let prefix: string | undefined;

/** Where a file of the host is found from here: the path itself, or below /host when spc runs in a container of its own files. */
export function hostPath(path: string): string {
  prefix ??= findPrefix();
  return `${prefix}${path}`;
}

/** Links to absolute paths below /host would lead out of it; the tables of paths hold none that a distribution links. */
function findPrefix(): string {
  const own = readNamespaces('self')?.mnt;
  const host = hostNamespaces().mnt;
  if (own === undefined || host === undefined || own === host) return '';
  return existsSync(`${HOST_ROOT}/proc/self`) || existsSync(`${HOST_ROOT}/etc`) ? HOST_ROOT : '';
}
