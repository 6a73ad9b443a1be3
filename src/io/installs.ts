/** The record of images whose INSTALL label has run: ours, and the one atomic left behind. */
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { SpcError } from '../core/errors.ts';
import { replaceFile } from './replace-file.ts';

/** What is noted of an image that was installed. */
export interface Install {
  /** The image as it was typed. */
  image: string;
  /** `sha256:…` */
  id: string;
  engine: string;
  name: string;
  /** ISO 8601. */
  at: string;
}

const RECORD = '/var/lib/spc/install.json';
const ATOMIC_RECORD = '/var/lib/atomic/install.json';

/** True when this image, by id, was installed by spc or by atomic. */
export function isInstalled(id: string): boolean {
  return read().some((entry) => entry.id === id) || atomicIds().includes(id.replace(/^sha256:/, ''));
}

/** Adds or replaces the record of an image. Throws `system` when it cannot be written. */
export function recordInstall(entry: Install): void {
  write([...read().filter(({ id }) => id !== entry.id), entry]);
}

/** Drops the record of an image; one that was never installed is no error. */
export function forgetInstall(id: string): void {
  const entries = read();
  const rest = entries.filter((entry) => entry.id !== id);
  if (rest.length !== entries.length) write(rest);
}

function read(): Install[] {
  const value = readJson(RECORD);
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw damaged('it is not a list');
  return value.filter((entry): entry is Install => typeof entry?.id === 'string');
}

function write(entries: Install[]): void {
  try {
    mkdirSync(dirname(RECORD), { recursive: true, mode: 0o755 });
    replaceFile(RECORD, `${JSON.stringify(entries, null, 2)}\n`, 0o644);
  } catch (cause) {
    throw new SpcError('system', `cannot write ${RECORD}`, (cause as Error).message, 'installing needs root', {
      cause,
    });
  }
}

/** atomic keyed its record by image name: `{name: {id, …}}`. */
function atomicIds(): string[] {
  const value = readJson(ATOMIC_RECORD);
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap((entry) =>
    typeof entry?.id === 'string' ? [entry.id.replace(/^sha256:/, '')] : [],
  );
}

function readJson(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return undefined; // none yet, or not for this user: not installed
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw damaged((cause as Error).message, path);
  }
}

function damaged(why: string, path = RECORD): SpcError {
  return new SpcError('config', `the record of installs ${path} is damaged`, why, 'mend it or move it away');
}
