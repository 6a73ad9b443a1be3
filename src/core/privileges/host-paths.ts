/** How bad it is to hand a path of the host to a container: read by every rule that meets a path. */

import { isWithin, normalPath } from '../path.ts';
import type { Tier } from '../types.ts';
import { ENGINE, HOST_PATHS, type Reach } from './host-path-table.ts';
import { byTier, worse } from './judged.ts';

/** Links every distribution has, so that `/var/run/docker.sock` is known for what it is. */
const LINKS: readonly (readonly [string, string])[] = [
  ['/var/run', '/run'],
  ['/var/lock', '/run/lock'],
];

/** Engine sockets wherever an administrator put them. */
const SOCKETS = [
  'docker.sock',
  'podman.sock',
  'containerd.sock',
  'crio.sock',
  'buildkitd.sock',
  'io.podman',
  'cri-dockerd.sock',
];
const SECRET_NAMES = [
  '.ssh',
  '.gnupg',
  '.aws',
  '.azure',
  '.kube',
  '.docker',
  '.netrc',
  '.git-credentials',
  '.vault-token',
  '.password-store',
];

export interface PathGrade {
  tier: Tier;
  /** "reads and changes /etc: …". */
  allows: string;
}

/** Grades an absolute host path, normalised or not; the worst of where it lies and of what lies in it. */
export function gradePath(raw: string, readOnly: boolean): PathGrade {
  const path = followLinks(normalPath(raw));
  const graded = [special(path) ?? enclosing(path), ...contained(path)].map((reach) => toGrade(reach, readOnly));
  return graded.reduce((a, b) => (worse(a.tier, b.tier) === a.tier ? a : b));
}

function followLinks(path: string): string {
  const link = LINKS.find(([from]) => isWithin(path, from));
  return link ? link[1] + path.slice(link[0].length) : path;
}

/** Paths known by a name in them rather than by where they are. */
function special(path: string): Reach | undefined {
  const parts = path.split('/');
  // The engine follows these links on the host: to its root, a working directory, an open file.
  if (/^\/proc\/.*\/(root|cwd|fd|exe|map_files)(\/|$)/.test(path))
    return ['critical', 'critical', 'whatever a link of a host process leads to'];
  if (SOCKETS.includes(parts.at(-1) ?? '')) return ENGINE;
  if (parts.some((part) => SECRET_NAMES.includes(part))) return ['critical', 'high', 'private keys and credentials'];
  if (/^\/(root|home\/[^/]+)\/(?!\.|bin(\/|$))/.test(path)) return ['medium', 'medium', "files in a user's home"];
  return undefined;
}

function enclosing(path: string): Reach {
  const rows = HOST_PATHS.filter((candidate) => isWithin(path, candidate.path));
  const closest = rows.reduce((a, b) => (b.path.length > a.path.length ? b : a));
  return path === closest.path ? closest.at : (closest.inside ?? closest.at);
}

const contained = (path: string): Reach[] =>
  HOST_PATHS.filter((candidate) => candidate.path !== path && isWithin(candidate.path, path)).map(
    ({ path: at, at: [rw, ro, what] }) => [rw, ro, `${at}: ${what}`],
  );

function toGrade([rw, ro, what]: Reach, readOnly: boolean): PathGrade {
  return { tier: readOnly ? ro : rw, allows: `${readOnly ? 'reads' : 'reads and changes'} ${what}` };
}

/** Whether a path belongs to the system, so that relabelling or changing its owner breaks the host. */
export function isSystemPath(path: string): boolean {
  return byTier(gradePath(path, false).tier, 'medium') < 0;
}
