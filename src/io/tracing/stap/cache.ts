/** A directory of ours for what takes seconds to make: made once, whole, and by root for root only. */
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { SpcError } from '../../../core/errors.ts';
import { checkTrusted } from '../../safe-file.ts';

/** Everything that is made for SystemTap. */
export const STAP_CACHE = '/var/cache/spc/stap';

/** A folder of the cache, made if need be. Throws `config` when others than root could have written to it, `system`. */
export function cacheFolder(...names: string[]): string {
  const folder = join(STAP_CACHE, ...names);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o755 });
  } catch (cause) {
    throw new SpcError('system', `cannot make ${folder}`, (cause as Error).message, '', { cause });
  }
  checkTrusted(folder);
  return folder;
}

/**
 * The directory, as `make` has filled it, now or at an earlier time. It appears whole or not at all: it is made under another
 * name and renamed. Of two who make it at once the first wins, and the other's goes: so nobody waits for a lock whose holder
 * was killed. Its time is that of its last use. Throws what `make` throws.
 *
 * @param file a directory without it is not whole, and made again
 */
export async function madeOnce(
  directory: string,
  make: (directory: string) => Promise<void> | void,
  file = '.',
): Promise<string> {
  if (isThere(join(directory, file))) {
    touch(directory);
    return directory;
  }
  rmSync(directory, { recursive: true, force: true });
  removeAbandoned(directory);
  const next = mkdtempSync(`${directory}.new-${process.pid}-`);
  try {
    await make(next);
    renameSync(next, directory);
  } catch (error) {
    rmSync(next, { recursive: true, force: true });
    if (!isThere(directory)) throw error;
  }
  return directory;
}

function isThere(directory: string): boolean {
  return statSync(directory, { throwIfNoEntry: false }) !== undefined;
}

function touch(directory: string): void {
  const now = new Date();
  utimesSync(directory, now, now);
}

/** What a process was making that is no more. */
function removeAbandoned(directory: string): void {
  const folder = dirname(directory);
  for (const name of readdirSync(folder)) {
    const [, maker] = /\.new-(\d+)-[^-]+$/.exec(name) ?? [];
    const isRunning = maker !== undefined && isThere(`/proc/${maker}`);
    if (maker !== undefined && !isRunning) rmSync(join(folder, name), { recursive: true, force: true });
  }
}

/** Removes all but the `keep` entries of a folder that were used last; never the one named. */
export function prune(folder: string, keep: number, used: string): void {
  const entries = readdirSync(folder)
    .filter((name) => !name.includes('.new-') && name !== basename(used))
    .map((name) => ({ name, time: statSync(join(folder, name), { throwIfNoEntry: false })?.mtimeMs ?? 0 }))
    .sort((a, b) => b.time - a.time);
  for (const { name } of entries.slice(keep)) rmSync(join(folder, name), { recursive: true, force: true });
}
