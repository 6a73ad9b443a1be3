/** Who `--user` means, by the container's own passwd and group files. Runs inside. */
import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, type Stats, statSync } from 'node:fs';
import { SpcError } from '../../../core/errors.ts';

export interface UserIds {
  uid: number;
  gid: number;
  /** Supplementary; the primary group among them, as docker has it since CVE-2022-36109. */
  groups: number[];
  home: string;
}

/** Text of the two files; '' for one that is missing. */
export interface UserFiles {
  passwd: string;
  group: string;
}

const MAX_BYTES = 1024 * 1024;
const MAX_ID = 2 ** 31 - 1;

/**
 * Reads a container's user files; anything but a regular file of a sane size counts as missing. What a mount put there
 * counts; what a link leads to counts only within the container's own layer: an image could link to /proc/kmsg.
 */
export function readUserFiles(): UserFiles {
  return { passwd: readSmall('/etc/passwd'), group: readSmall('/etc/group') };
}

function readSmall(path: string): string {
  const fd = openQuietly(path);
  if (fd === undefined) return '';
  try {
    const found = fstatSync(fd);
    return isAcceptable(path, found) ? readBounded(fd) : '';
  } finally {
    closeSync(fd);
  }
}

/** Opens nothing but a regular file: opening a device can do something. Never waits. */
function openQuietly(path: string): number | undefined {
  try {
    return statSync(path).isFile() ? openSync(path, constants.O_RDONLY | constants.O_NONBLOCK) : undefined;
  } catch {
    return undefined;
  }
}

function isAcceptable(path: string, { dev, ino, size, ...found }: Stats): boolean {
  const isFile = (found.mode & constants.S_IFMT) === constants.S_IFREG;
  const there = lstatSync(path, { throwIfNoEntry: false });
  const linked = lstatSync('/etc').isSymbolicLink() || there?.dev !== dev || there.ino !== ino;
  return isFile && size <= MAX_BYTES && (!linked || dev === statSync('/').dev);
}

/** A file may be longer than it says. */
function readBounded(fd: number): string {
  const buffer = Buffer.alloc(MAX_BYTES + 1);
  let length = 0;
  for (let bytes = -1; bytes !== 0 && length <= MAX_BYTES; length += bytes) {
    bytes = readSync(fd, buffer, length, buffer.length - length, null);
  }
  return length <= MAX_BYTES ? buffer.toString('utf8', 0, length) : '';
}

/**
 * Resolves `''`, `user`, `uid`, `user:group` … as docker does (moby/sys/user GetExecUser): a number need not be known,
 * a name must be. Throws `system` for an unknown name.
 */
export function resolveUser(user: string, extraGroups: readonly string[], files: UserFiles): UserIds {
  const [userPart = '', groupPart] = user.split(':');
  const entry = findUser(userPart || '0', files.passwd);
  const gid = groupPart ? groupId(groupPart, files.group) : entry.gid;
  const memberOf = groupPart ? [] : groupsOf(entry.name, files.group);
  const extra = extraGroups.map((group) => groupId(group, files.group));
  return { uid: entry.uid, gid, groups: [...new Set([gid, ...memberOf, ...extra])], home: entry.home };
}

interface PasswdEntry {
  name: string;
  uid: number;
  gid: number;
  home: string;
}

function findUser(wanted: string, passwd: string): PasswdEntry {
  const known = lines(passwd).map(([name = '', , uid = '', gid = '', , home = '']) => ({
    name,
    uid: Number(uid),
    gid: Number(gid),
    home: home || '/',
  }));
  const number = numeric(wanted);
  const found = known.find(({ name, uid }) => name === wanted || uid === number);
  if (found && isId(found.uid) && isId(found.gid)) return found;
  if (number === undefined) throw unknown('user', wanted, '/etc/passwd');
  return { name: '', uid: number, gid: 0, home: '/' };
}

function groupId(wanted: string, group: string): number {
  const found = lines(group).find(([name]) => name === wanted);
  const id = found ? Number(found[2]) : numeric(wanted);
  if (id === undefined || !isId(id)) throw unknown('group', wanted, '/etc/group');
  return id;
}

function groupsOf(user: string, group: string): number[] {
  if (!user) return [];
  const member = lines(group).filter(([, , , members = '']) => members.split(',').includes(user));
  return member.map(([, , id]) => Number(id)).filter(isId);
}

const lines = (text: string) => text.split('\n').map((line) => line.split(':'));
const isId = (id: number) => Number.isInteger(id) && id >= 0 && id <= MAX_ID;
const numeric = (text: string) => (/^\d{1,10}$/.test(text) && isId(Number(text)) ? Number(text) : undefined);

function unknown(kind: string, name: string, file: string): SpcError {
  return new SpcError('system', `no ${kind} ${name} in the image`, `${file} does not name it`, 'give a number instead');
}
