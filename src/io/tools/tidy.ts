/** Takes out of a root what varies from build to build, and adds the directories a run needs. */
import { chmodSync, lstatSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Toolbox } from '../../core/tools/types.ts';
import { exists, inside } from './inside.ts';
import { walk } from './walk.ts';

/** Directories anyone may write to, with the sticky bit. */
const SHARED = ['tmp', 'var/tmp'];

/** Removes and makes what the toolbox says. Throws `build-failed` when a link leads out of the root. */
export function tidy(root: string, { purge, directories }: Pick<Toolbox, 'purge' | 'directories'>): void {
  for (const name of purge) {
    if (name.endsWith('/*')) empty(root, name.slice(0, -2));
    else remove(root, name);
  }
  removeBytecode(root);
  for (const name of directories) mkdirSync(inside(root, name) ?? join(root, name), { recursive: true, mode: 0o755 });
  for (const name of SHARED) if (exists(join(root, name))) chmodSync(inside(root, name) ?? root, 0o1777);
  chmodSync(root, 0o755);
}

function remove(root: string, name: string): void {
  const path = inside(root, name);
  if (path) rmSync(path, { recursive: true, force: true });
}

function empty(root: string, name: string): void {
  const path = inside(root, name);
  if (!path || !lstatSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
  for (const entry of readdirSync(path)) rmSync(join(path, entry), { recursive: true, force: true });
}

/** Python's compiled files carry time stamps, and are made again when needed. */
function removeBytecode(root: string): void {
  const lib = inside(root, 'usr/lib');
  if (!lib || !exists(lib)) return;
  const caches = [...walk(lib)].filter((entry) => entry.name === '__pycache__' && entry.isDirectory());
  for (const { parentPath, name } of caches) rmSync(join(parentPath, name), { recursive: true, force: true });
}

/** The newest modification of a regular file below a root; seconds since 1970, 0 for none. */
export function newestFile(root: string): number {
  let newest = 0;
  for (const entry of walk(root)) {
    if (entry.isFile()) newest = Math.max(newest, lstatSync(join(entry.parentPath, entry.name)).mtimeMs);
  }
  return Math.floor(newest / 1000);
}
