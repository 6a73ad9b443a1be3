/** Files of other programs' state: read with limits, and only when they are whose they should be. */
import { closeSync, constants, fstatSync, opendirSync, openSync, readdirSync, readSync, statSync } from 'node:fs';

import { closedGap } from '../../core/containers/gaps.ts';

/** No maker writes more about one container. */
export const MAX_STATE = 1024 * 1024;

/** Collects what could not be told. */
export interface Gaps {
  /** @param owner Host uid of whose files it is about; none: root. */
  add(text: string, owner?: number): void;
  /** Takes that many bytes' worth of reading off what may be read of an owner's files; false: there is not that much left. */
  spend?(owner: number, bytes: number): boolean;
}

/** Whose file it must be, and how large it may be, in bytes. */
export interface Expected {
  /** Host uid. */
  owner: number;
  maxBytes?: number;
}

/**
 * The text of a regular file that belongs to `owner`; undefined when there is none, and when it may not be
 * read or is not what it should be: that is a gap. A user's files can hold links to root's, which root's eyes would
 * follow: so it is the open file whose owner counts, whatever path led there. Never waits for a FIFO.
 */
export function readState(path: string, { owner, maxBytes = MAX_STATE }: Expected, gaps: Gaps): string | undefined {
  let fd: number | undefined;
  try {
    fd = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK | constants.O_NOCTTY);
    const stats = fstatSync(fd);
    const fault = faultOf(stats.isFile(), stats.uid === owner, stats.size <= maxBytes);
    if (fault) gaps.add(`${path} was not read: ${fault}`, owner);
    if (fault || gaps.spend?.(owner, OPEN_COST + stats.size) === false) return undefined;
    return readUpTo(fd, Math.min(stats.size, maxBytes));
  } catch (error) {
    tellUnlessGone(path, error, gaps, owner);
    return undefined;
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}

function faultOf(isFile: boolean, isOwners: boolean, fits: boolean): string | undefined {
  if (!isFile) return 'it is no regular file';
  if (!isOwners) return 'it belongs to another user';
  return fits ? undefined : 'it is larger than any such file';
}

function readUpTo(fd: number, size: number): string {
  const buffer = Buffer.allocUnsafe(size);
  let length = 0;
  while (length < size) {
    const got = readSync(fd, buffer, length, size - length, null);
    if (got === 0) break;
    length += got;
  }
  return buffer.toString('utf8', 0, length);
}

/** The same as JSON; undefined, and a gap, when it is none. A file may be caught while it is being replaced: that is one, too. */
export function readJson(path: string, expected: Expected, gaps: Gaps): unknown {
  const text = readState(path, expected, gaps);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    gaps.add(`${path} is damaged: it is no JSON`, expected.owner);
    return undefined;
  }
}

/**
 * Names in a directory; none, and a gap unless it is missing, when it cannot be read.
 *
 * @param owner a user, who may name any directory: none but his own are listed, and only as far as he may spend
 */
export function listNames(path: string, gaps: Gaps, owner = 0): string[] {
  try {
    if (owner === 0) return readdirSync(path);
    return isDirectoryOf(path, owner) && gaps.spend?.(owner, OPEN_COST) !== false ? listUsers(path, gaps, owner) : [];
  } catch (error) {
    tellUnlessGone(path, error, gaps, owner);
    return [];
  }
}

/** Whether root may look into a directory for a user: it is the user's own, whatever links led there. */
export function isOwn(path: string, owner: number): boolean {
  try {
    return owner === 0 || isDirectoryOf(path, owner);
  } catch {
    return false;
  }
}

function isDirectoryOf(path: string, owner: number): boolean {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats?.isDirectory() === true && stats.uid === owner;
}

/** What a file or directory takes beside its text, and a name in a directory, as bytes of a file would. */
const OPEN_COST = 1024;
const NAME_COST = 256;

/** A name at a time, as there may be millions. */
function listUsers(path: string, gaps: Gaps, owner: number): string[] {
  const names: string[] = [];
  const directory = opendirSync(path, { bufferSize: 512 });
  try {
    for (let entry = directory.readSync(); entry; entry = directory.readSync()) {
      if (gaps.spend?.(owner, NAME_COST) === false) break;
      names.push(entry.name);
    }
    return names;
  } finally {
    directory.closeSync();
  }
}

const GONE = ['ENOENT', 'ENOTDIR', 'ESRCH'];

function tellUnlessGone(path: string, error: unknown, gaps: Gaps, owner: number): void {
  const { code = '' } = error as NodeJS.ErrnoException;
  if (GONE.includes(code)) return;
  if (code === 'ELOOP') gaps.add(`${path} was not read: it is a symbolic link`, owner);
  else gaps.add(code === 'EACCES' || code === 'EPERM' ? closedGap(path) : `${path} cannot be read: ${code}`, owner);
}
