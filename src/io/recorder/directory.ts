/** The directory of a session: new, the caller's own, and held by a descriptor, so that it stays the one that was made. */
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  constants,
  existsSync,
  fchmodSync,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  rmdirSync,
  statSync,
  unlinkSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { SpcError } from '../../core/errors.ts';
import { checkTrusted } from '../safe-file.ts';
import { OURS } from './session-files.ts';

const MODE = 0o700;

export interface SessionDirectory {
  /** Absolute, links resolved. */
  path: string;
  /** The same by its descriptor, whatever happens to its name. */
  base: string;
  /** It was not there before. */
  made: boolean;
  close(): void;
}

/** Where sessions are kept: root's under /var/lib/spc (SPC_STORE moves it), a user's under $XDG_STATE_HOME. Throws `config`. */
export function sessionsRoot(): string {
  const store = process.env['SPC_STORE'];
  if (store && !isAbsolute(store)) throw new SpcError('config', `SPC_STORE is no absolute path: ${store}`);
  if (store || process.geteuid?.() === 0) return join(store || '/var/lib/spc', 'sessions');
  const state = process.env['XDG_STATE_HOME'];
  // a relative XDG directory is to be ignored (XDG Base Directory Specification)
  return join(state && isAbsolute(state) ? state : join(homedir(), '.local/state'), 'spc/sessions');
}

/** Makes a directory for a target's session where sessions are kept. Throws `config`, `system`. */
export function newSessionDirectory(title: string, now: Date): SessionDirectory {
  const root = sessionsRoot();
  attempt(root, () => mkdirSync(root, { recursive: true, mode: MODE }));
  checkTrusted(root, { belowSticky: true });
  return makeDirectory(join(root, sessionName(title, now)));
}

/** `20261122T083322Z-web-3f9a1c`: by time, the target made safe for a file's name, and unguessable. */
function sessionName(title: string, now: Date): string {
  const time = now.toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const safe =
    title
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-|-$/g, '')
      .slice(0, 40) || 'target';
  return `${time}-${safe}-${randomBytes(3).toString('hex')}`;
}

/** Makes the directory a user named, or takes it when it is empty and the user's own. Throws `usage`, `system`, `config` below a stranger's. */
export function makeDirectory(name: string): SessionDirectory {
  const path = resolve(name);
  const above = dirname(path);
  if (existsSync(above)) checkTrusted(above, { forNew: true });
  const made = attempt(path, () => tryMkdir(path));
  const fd = attempt(path, () => openSync(path, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW));
  try {
    if (!made) requireOwnAndEmpty(path, fd);
    fchmodSync(fd, MODE);
    const base = `/proc/self/fd/${fd}`;
    return { path: realpathSync(path), base, made, close: () => closeSync(fd) };
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

/**
 * Removes one with what a session has in it, whatever became of its name, the manifest last: until then it is a session.
 * What else is there stays, and the directory with it: then it throws.
 */
export function removeDirectory({ base }: Pick<SessionDirectory, 'base'>): void {
  const names = readdirSync(base).filter((name) => OURS.test(name));
  for (const name of names.toSorted((a, b) => Number(isManifest(a)) - Number(isManifest(b))))
    unlinkSync(`${base}/${name}`);
  removeEmpty(base);
}

const isManifest = (name: string) => name === 'manifest.json';

/** By its name as it is now, in the directory it is in now: rmdir(2) takes no descriptor. */
function removeEmpty(base: string): void {
  const above = openSync(`${base}/..`, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    const { dev, ino } = statSync(base);
    const path = `/proc/self/fd/${above}/${basename(readlinkSync(base))}`;
    const found = lstatSync(path, { throwIfNoEntry: false });
    if (found?.dev !== dev || found.ino !== ino) throw new Error('it was moved meanwhile');
    rmdirSync(path);
  } finally {
    closeSync(above);
  }
}

/** false: something of the name is there. */
function tryMkdir(path: string): boolean {
  try {
    mkdirSync(path, { mode: MODE });
    chmodSync(path, MODE); // whatever the umask; nobody else can have put another in its place
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function requireOwnAndEmpty(path: string, fd: number): void {
  const { uid } = fstatSync(fd);
  const refuse = (why: string) =>
    new SpcError('usage', `cannot record in ${path}`, why, 'name a directory that does not exist');
  if (uid !== process.geteuid?.()) throw refuse(`it belongs to uid ${uid}`);
  if (readdirSync(`/proc/self/fd/${fd}`).length > 0) throw refuse('it is not empty');
}

function attempt<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    const { code = '', message } = cause as NodeJS.ErrnoException;
    const why = code === 'ELOOP' || code === 'ENOTDIR' ? 'it is no directory, or a symbolic link' : message;
    throw new SpcError('system', `cannot record in ${path}`, why, 'name another directory', { cause });
  }
}
