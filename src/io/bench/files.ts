/** Owners and modes, and never a file's contents: a path is walked link by link, as far as root or the engine's user made the links. */
import { lstatSync, readFileSync, readlinkSync, type Stats } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { FileEvidence } from '../../core/bench/types.ts';
import { isWithin } from '../../core/path.ts';
import type { MountEntry } from '../../core/processes/mountinfo.ts';
import { parsePasswd } from '../../core/processes/passwd.ts';
import { hostPath } from '../discover/host-path.ts';
import { attempt } from '../inspect/files.ts';

/** Names by id, of users and groups. */
export interface Names {
  users: ReadonlyMap<number, string>;
  groups: ReadonlyMap<number, string>;
}

/** passwd(5) and group(5) of the host. */
export function readNames(): Names {
  const read = (path: string) => parsePasswd(attempt(() => readFileSync(hostPath(path), 'utf8')) ?? '');
  return { users: read('/etc/passwd'), groups: read('/etc/group') };
}

/** As the kernel: more links than this are a loop. */
const MAX_LINKS = 40;

/** File systems whose server may never answer: not even SIGKILL ends such a wait. */
const SERVED = /^(fuse(\..*)?|fuseblk|nfs4?|cifs|smb3?|smbfs|9p|ceph|afs|autofs)$/;

/** Whom links are followed for, and what must not be touched. */
export interface Ground {
  names: Names;
  /** Users whose links are followed: root, the engine's, the caller. */
  trusted: readonly number[];
  mounts: readonly MountEntry[];
}

/** What is at a path of the host. */
export function lookAt(path: string, ground: Ground): FileEvidence {
  try {
    const { stats, real } = walk(path, ground);
    return present(stats, real, ground.names);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return { state: 'absent' };
    return { state: 'unreadable', cause: code === 'EACCES' ? 'it needs root' : message };
  }
}

/** Every step is looked at before it is entered. Throws the error of lstat(2), or one that says why a step is not taken. */
function walk(path: string, { trusted, mounts }: Ground): { stats: Stats; real: string } {
  let links = 0;
  let at = '/';
  let rest = path.split('/').filter((part) => part !== '');
  for (;;) {
    const [next, ...later] = rest;
    const here = next === undefined ? at : resolve(at, next);
    refuseServed(here, mounts);
    const stats = lstatSync(hostPath(here));
    if (!stats.isSymbolicLink()) {
      if (later.length === 0) return { stats, real: here };
      at = here;
      rest = later;
      continue;
    }
    if (++links > MAX_LINKS) throw new Error('its links lead in a circle');
    if (!trusted.includes(stats.uid))
      throw new Error(`${here} is a link that user ${stats.uid} made: it is not followed`);
    const target = resolve(dirname(here), readlinkSync(hostPath(here)));
    rest = [...target.split('/').filter((part) => part !== ''), ...later];
    at = '/';
  }
}

function refuseServed(path: string, mounts: readonly MountEntry[]): void {
  const mount = mounts.findLast(({ mountPoint }) => isWithin(path, mountPoint));
  if (mount && mount.mountPoint !== '/' && SERVED.test(mount.type))
    throw new Error(`${mount.mountPoint} is ${mount.type}, whose server may never answer`);
}

function present(stats: Stats, real: string, { users, groups }: Names): FileEvidence {
  const { uid, gid, mode } = stats;
  const owner = users.get(uid) ?? '';
  return {
    state: 'present',
    type: typeOf(stats),
    mode: mode & 0o7777,
    uid,
    gid,
    owner,
    group: groups.get(gid) ?? '',
    real,
  };
}

function typeOf(stats: Stats) {
  if (stats.isFile()) return 'file';
  if (stats.isDirectory()) return 'directory';
  return stats.isSocket() ? 'socket' : 'other';
}
