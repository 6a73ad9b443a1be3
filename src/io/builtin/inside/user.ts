/** Who `--user` means, by the container's own passwd and group files. Runs inside. */
import { readFileSync, statSync } from 'node:fs';
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

const MAX_BYTES = 8 * 1024 * 1024;
const MAX_ID = 2 ** 31 - 1;

/** Reads a container's user files; anything but a regular file of a sane size counts as missing. */
export function readUserFiles(): UserFiles {
  return { passwd: readSmall('/etc/passwd'), group: readSmall('/etc/group') };
}

function readSmall(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false });
  return found?.isFile() && found.size <= MAX_BYTES ? readFileSync(path, 'utf8') : '';
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
