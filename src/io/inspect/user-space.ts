/** The user space of a target, from its files. */
import {
  DATABASES,
  type Database,
  GLIBC_FILES,
  glibcVersion,
  MUSL_FILES,
  muslVersion,
  OS_RELEASE_FILES,
  type Packages,
  parseOsRelease,
  type UserSpace,
} from '../../core/inspect/user-space.ts';
import { openTargetRoot, type TargetRoot } from './target-root.ts';

const MAX_OS_RELEASE = 64 * 1024;
/** Debian with everything is a few MiB; glibc and musl are two at most. */
const MAX_DATABASE = 16 * 1024 * 1024;
const MAX_LIBRARY = 8 * 1024 * 1024;

/** Reads below the process's root; errors as `openTargetRoot`. */
export async function readUserSpace(pid: number, startTime: number): Promise<UserSpace> {
  const root = await openTargetRoot(pid, startTime);
  try {
    return { os: osRelease(root), libc: libc(root), packages: packages(root) };
  } finally {
    root.close();
  }
}

function osRelease(root: TargetRoot): UserSpace['os'] {
  const text = firstOf(OS_RELEASE_FILES, (path) => root.read(path, MAX_OS_RELEASE)?.toString('utf8'));
  return text === undefined ? null : parseOsRelease(text);
}

function libc(root: TargetRoot): UserSpace['libc'] {
  const read = (path: string) => root.read(path, MAX_LIBRARY)?.toString('latin1');
  const glibc = firstOf(GLIBC_FILES, read);
  if (glibc !== undefined) return { name: 'glibc', version: glibcVersion(glibc) };
  const musl = firstOf(MUSL_FILES, read);
  return musl === undefined ? null : { name: 'musl', version: muslVersion(musl) };
}

function packages(root: TargetRoot): Packages | null {
  return firstOf(DATABASES, (database) => readDatabase(root, database)) ?? null;
}

function readDatabase(root: TargetRoot, { manager, changed, counted }: Database): Packages | undefined {
  const times = changed.flatMap((path) => root.stat(path)?.mtimeMs ?? []);
  if (times.length === 0) return undefined;
  const text = counted && root.read(counted.file, MAX_DATABASE)?.toString('latin1');
  const count = counted && text !== undefined ? (text.match(counted.pattern)?.length ?? 0) : null;
  return { manager, count, changed: new Date(Math.max(...times)).toISOString() };
}

function firstOf<A, B>(all: readonly A[], find: (each: A) => B | undefined): B | undefined {
  for (const each of all) {
    const found = find(each);
    if (found !== undefined) return found;
  }
  return undefined;
}
