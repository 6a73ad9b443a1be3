/** The sessions that were recorded here. */
import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { SpcError } from '../../core/errors.ts';
import type { SessionRow, SessionState } from '../../core/session/columns.ts';
import type { Manifest } from '../../core/session/types.ts';
import { isSame } from '../join/pin.ts';
import { removeDirectory, sessionsRoot } from './directory.ts';
import { type OpenedDirectory, OURS, openDirectory, openDirectoryItself, readManifest } from './session-files.ts';

/** All of them, by name: the oldest first. What is no session directory is left out. */
export async function listSessions(root: string = sessionsRoot()): Promise<SessionRow[]> {
  const rows = await Promise.all(directoriesIn(root).map((name) => tryLook(join(root, name))));
  return rows.filter((row) => row !== undefined);
}

/**
 * One by its directory, its name where sessions are kept, or `last`. Throws `bad-session`; one whose manifest is damaged is
 * given with none.
 */
export async function findSession(name: string): Promise<SessionRow> {
  return await look(sessionPath(name));
}

/** The directory a name means: one with a slash, or of the working directory, is a path. Throws `bad-session`. */
export function sessionPath(name: string): string {
  // an empty path would be the working directory: what a script's unset variable makes
  if (name === '') throw new SpcError('bad-session', 'no session was named', '', 'spc session ls lists them');
  const root = sessionsRoot();
  if (name === 'last') {
    const last = directoriesIn(root).at(-1);
    if (last === undefined)
      throw new SpcError('bad-session', 'nothing was recorded yet', `${root} is empty`, 'spc record');
    return join(root, last);
  }
  return isPlain(name) && exists(join(root, name)) ? join(root, name) : name;
}

/** Neither a path nor the working directory, nor the one above it. */
const isPlain = (name: string) => !name.includes('/') && name !== '.' && name !== '..';

/** Bytes of all sessions that are kept where sessions are kept. */
export function storeSize(root: string = sessionsRoot()): number {
  return directoriesIn(root).reduce((sum, name) => sum + (attemptSize(join(root, name)) ?? 0), 0);
}

/**
 * Removes a session: its files, one by one, and the directory that is empty then. Throws `bad-session` for what is none, is named
 * by a link or holds what is not a session's, `refused` for one that is being recorded, `system`.
 */
export async function removeSession(name: string): Promise<SessionRow> {
  const directory = openDirectoryItself(sessionPath(name));
  try {
    const row = await rowOf(directory);
    requireRemovable(row, directory);
    removeDirectory(directory);
    return row;
  } catch (cause) {
    if (cause instanceof SpcError) throw cause;
    throw new SpcError('system', `cannot remove ${directory.path}`, (cause as Error).message, '', { cause });
  } finally {
    directory.close();
  }
}

function requireRemovable(row: SessionRow, { base }: OpenedDirectory): void {
  if (row.state === 'recording')
    throw new SpcError(
      'refused',
      `${row.directory} is being recorded`,
      `by process ${row.manifest?.writer.pid}`,
      'end it first',
    );
  // what is not a session's stays, and the directory with it
  const foreign = readdirSync(base, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() || !OURS.test(entry.name))
    .map((entry) => entry.name);
  if (foreign.length > 0)
    throw new SpcError(
      'bad-session',
      `${row.directory} holds what no session has`,
      foreign.slice(0, 5).join(', '),
      'remove that first',
    );
}

function directoriesIn(root: string): string[] {
  try {
    const entries = readdirSync(root, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      .sort();
  } catch {
    return []; // nothing was recorded yet
  }
}

async function tryLook(path: string): Promise<SessionRow | undefined> {
  try {
    return await look(path);
  } catch {
    return undefined; // no session, or gone by now
  }
}

async function look(path: string): Promise<SessionRow> {
  const directory = openDirectory(path);
  try {
    return await rowOf(directory);
  } finally {
    directory.close();
  }
}

async function rowOf(directory: OpenedDirectory): Promise<SessionRow> {
  const manifest = await manifestOf(directory);
  const name = directory.path.split('/').at(-1) ?? '';
  return { name, directory: directory.path, state: stateOf(manifest), size: sizeOf(directory), manifest };
}

/** null: it is damaged. Throws `bad-session` where there is none. */
async function manifestOf(directory: OpenedDirectory): Promise<Manifest | null> {
  try {
    return await readManifest(directory);
  } catch (error) {
    if (error instanceof SpcError && exists(`${directory.base}/manifest.json`)) return null;
    throw error;
  }
}

function stateOf(manifest: Manifest | null): SessionState {
  if (!manifest) return 'damaged';
  if (manifest.end) return 'complete';
  return isSame(manifest.writer) ? 'recording' : 'cut off';
}

/** undefined: it is no directory any more. */
function attemptSize(base: string): number | undefined {
  try {
    return sizeOf({ base });
  } catch {
    return undefined;
  }
}

function sizeOf({ base }: Pick<OpenedDirectory, 'base'>): number {
  return readdirSync(base).reduce(
    (sum, name) => sum + (lstatSync(`${base}/${name}`, { throwIfNoEntry: false })?.size ?? 0),
    0,
  );
}

function exists(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}
