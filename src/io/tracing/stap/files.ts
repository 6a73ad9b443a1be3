/**
 * Files of the target as a script's arguments: `target:/usr/sbin/nginx`. stap reads a copy of ours; stapbpf places its probes
 * in the very file that was copied, through a descriptor: neither follows a path that the target could change. Nothing of
 * the target's is executed.
 */
import { createHash } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, readSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SpcError } from '../../../core/errors.ts';
import type { Target } from '../../../core/target.ts';
import { openTargetRoot } from '../../inspect/target-root.ts';
import { cacheFolder, madeOnce, prune } from './cache.ts';

const PREFIX = 'target:';
const MAX_BYTES = 1024 ** 3;
const KEPT = 16;

/** An argument that names a file of the target. */
export const isTargetFile = (arg: string): boolean => arg.startsWith(PREFIX);

export interface TargetFiles {
  /** The script's arguments, with the copies' paths in them. */
  args: string[];
  /** `copy=descriptor` of each, for the shim; empty: none. */
  links: string[];
  /** The copies' directories. */
  paths: string[];
  close(): void;
}

/** Opens and copies them. Throws `usage` for what is no regular file there, `target-gone`, and as openTargetRoot. */
export async function targetFiles(args: readonly string[], target: Target): Promise<TargetFiles> {
  const fds: number[] = [];
  const links: string[] = [];
  const copies: string[] = [];
  const close = () => {
    for (const fd of fds.splice(0)) closeSync(fd);
  };
  try {
    const paths: string[] = [];
    for (const [i, arg] of args.entries()) {
      if (!isTargetFile(arg)) {
        paths.push(arg);
        continue;
      }
      const fd = await open(target, arg.slice(PREFIX.length));
      fds.push(fd);
      const copy = await keepCopy(fd, i, arg);
      copies.push(copy);
      links.push(`${copy}=/proc/${process.pid}/fd/${fd}`);
      paths.push(copy);
    }
    return { args: paths, links, paths: copies.map((copy) => dirname(copy)), close };
  } catch (error) {
    close();
    throw error;
  }
}

async function open({ pid, startTime, title }: Target, path: string): Promise<number> {
  const root = await openTargetRoot(pid, startTime);
  try {
    const fd = root.open(path);
    if (fd === undefined) throw new SpcError('usage', `${title} has no regular file ${path}`);
    return fd;
  } finally {
    root.close();
  }
}

/**
 * Copies an open file into the cache and gives the copy's path. Copies go by their content, so a script that was compiled for
 * one container serves every other of the same image. It is the copy's own content: the container may write to its file
 * meanwhile. Throws `usage` for a file that is too large.
 */
export async function keepCopy(fd: number, index: number, arg: string): Promise<string> {
  const name =
    arg
      .split('/')
      .at(-1)
      ?.replaceAll(/[^\w.+-]/g, '_') || 'file';
  const folder = cacheFolder('files');
  const work = mkdtempSync(join(folder, `copy.new-${process.pid}-`));
  try {
    const hash = copy(fd, join(work, name), arg);
    const directory = await madeOnce(join(folder, `${hash}-${index}`), (next) =>
      renameSync(join(work, name), join(next, name)),
    );
    prune(folder, KEPT, directory);
    return join(directory, name);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** 0600: a stranger's set-user-ID program would be root's. The hash is of the name and of what was written. */
function copy(from: number, path: string, arg: string): string {
  const hash = createHash('sha256').update(`${arg.split('/').at(-1)}\0`);
  const buffer = Buffer.alloc(1024 * 1024);
  const to = openSync(path, 'wx', 0o600);
  try {
    for (let at = 0; ; ) {
      const bytes = readSync(from, buffer, 0, buffer.length, at);
      if (bytes === 0) return hash.digest('hex').slice(0, 32);
      at += bytes;
      if (at > MAX_BYTES) throw new SpcError('usage', `${arg} is too large`, `more than ${MAX_BYTES} bytes`);
      const part = buffer.subarray(0, bytes);
      hash.update(part);
      for (let written = 0; written < bytes; ) written += writeSync(to, part, written);
    }
  } finally {
    closeSync(to);
  }
}
