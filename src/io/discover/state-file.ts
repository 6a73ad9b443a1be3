/** Files of other programs' state: read with limits, and only when they are whose they should be. */
import { closeSync, constants, fstatSync, openSync, readdirSync, readSync } from 'node:fs';

import { closedGap } from '../../core/containers/gaps.ts';

/** No maker writes more about one container. */
export const MAX_STATE = 1024 * 1024;

/** Collects what could not be told. */
export interface Gaps {
  add(text: string): void;
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
    if (fault) gaps.add(`${path} was not read: ${fault}`);
    return fault ? undefined : readUpTo(fd, Math.min(stats.size, maxBytes));
  } catch (error) {
    tellUnlessGone(path, error, gaps);
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
    gaps.add(`${path} is damaged: it is no JSON`);
    return undefined;
  }
}

/** Names in a directory; none, and a gap unless it is missing, when it cannot be read. */
export function listNames(path: string, gaps: Gaps): string[] {
  try {
    return readdirSync(path);
  } catch (error) {
    tellUnlessGone(path, error, gaps);
    return [];
  }
}

const GONE = ['ENOENT', 'ENOTDIR', 'ESRCH'];

function tellUnlessGone(path: string, error: unknown, gaps: Gaps): void {
  const { code = '' } = error as NodeJS.ErrnoException;
  if (GONE.includes(code)) return;
  if (code === 'ELOOP') gaps.add(`${path} was not read: it is a symbolic link`);
  else gaps.add(code === 'EACCES' || code === 'EPERM' ? closedGap(path) : `${path} cannot be read: ${code}`);
}
