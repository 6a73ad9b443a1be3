/** The place where downloaded packages are kept from one build to the next: root's alone. */
import { chmodSync, closeSync, existsSync, lstatSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SpcError } from '../../core/errors.ts';
import { archivesOf, emptyStatusOf, noArchivesOf } from '../../core/tools/apt.ts';

export const CACHE = '/var/cache/spc';

/** Makes the cache, mode 0700, and starts a new log in it. Throws `build-failed` when it belongs to someone else. */
export function prepareCache(cache: string = CACHE): { log: string } {
  try {
    mkdirSync(cache, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw refused(cache, (cause as Error).message);
  }
  const stat = lstatSync(cache);
  if (!stat.isDirectory()) throw refused(cache, 'it is not a directory');
  if (stat.uid !== process.geteuid?.()) throw refused(cache, `it belongs to uid ${stat.uid}`);
  chmodSync(cache, 0o700);
  const log = join(cache, 'tools-build.log');
  writeFileSync(log, '', { mode: 0o600 });
  return { log };
}

/** The directories and the empty dpkg status that apt's settings name. */
export function prepareApt(cache: string): void {
  const directories = [`${archivesOf(cache)}/partial`, `${noArchivesOf(cache)}/partial`, join(cache, 'lists/partial')];
  for (const path of [...directories, join(cache, 'state')]) mkdirSync(path, { recursive: true });
  // Written once: a newer time stamp would make apt build its package cache anew.
  if (!existsSync(emptyStatusOf(cache))) closeSync(openSync(emptyStatusOf(cache), 'wx'));
}

function refused(cache: string, why: string): SpcError {
  return new SpcError('build-failed', `cannot use ${cache}`, why, 'the cache must be a directory of root');
}
