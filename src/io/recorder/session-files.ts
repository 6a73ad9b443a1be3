/** Opening a session directory and files of it, which anybody may have made. */
import { closeSync, constants, fstatSync, openSync, readlinkSync, readSync, realpathSync } from 'node:fs';
import { SpcError } from '../../core/errors.ts';
import type { Manifest } from '../../core/session/types.ts';
import { damaged, parseManifest } from './manifest.ts';

/** One of MAX_STREAMS streams has some 20 MiB. */
const MAX_MANIFEST = 64 * 1024 * 1024;

/** Every file a session directory can have. */
export const OURS =
  /^(?:manifest\.json(?:\.\d+)?|reserve|inspect\.json|namespaces\.json|journal\.\d{6,9}|[a-z0-9][a-z0-9-]{0,63}\.\d{6,9}\.raw)$/;

/** Opens a directory by the name a user gave; its files are then opened below that one, whatever becomes of the name. */
export interface OpenedDirectory {
  /** Absolute, links resolved. */
  path: string;
  /** The same by its descriptor. */
  base: string;
  close(): void;
}

/** Throws `bad-session`. */
export function openDirectory(name: string): OpenedDirectory {
  try {
    return openAt(realpathSync(name));
  } catch (cause) {
    throw notOne(name, (cause as Error).message, cause);
  }
}

/** The same, but not by a link: which would stay when the directory goes. Throws `bad-session`. */
export function openDirectoryItself(name: string): OpenedDirectory {
  try {
    return openAt(name.replace(/(?<=.)\/+$/, '')); // with a slash at its end a link would be followed
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    throw notOne(name, code === 'ENOTDIR' ? 'it is no directory, or a symbolic link' : message, cause);
  }
}

function openAt(name: string): OpenedDirectory {
  const fd = openSync(name, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
  const base = `/proc/self/fd/${fd}`;
  return { path: readlinkSync(base), base, close: () => closeSync(fd) };
}

function notOne(name: string, why: string, cause: unknown): SpcError {
  return new SpcError('bad-session', `${name} is no session directory`, why, 'spc session ls lists them', { cause });
}

/** A file in it, opened for reading; undefined: there is none. Throws `bad-session` for what is no regular file. */
export function openFile({ base, path }: OpenedDirectory, name: string): number | undefined {
  const fd = tryOpen(`${base}/${name}`, `${path}/${name}`);
  if (fd === undefined || fstatSync(fd).isFile()) return fd;
  closeSync(fd);
  throw damaged(`${path}/${name}`, 'it is no regular file');
}

/** Follows no link, and does not wait for a writer, should it be a FIFO. */
function tryOpen(file: string, shown: string): number | undefined {
  try {
    return openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw damaged(shown, code === 'ELOOP' ? 'it is a symbolic link' : message);
  }
}

/** The manifest of a session directory. Throws `bad-session`. */
export async function readManifest(directory: OpenedDirectory): Promise<Manifest> {
  const shown = `${directory.path}/manifest.json`;
  const fd = openFile(directory, 'manifest.json');
  if (fd === undefined)
    throw new SpcError(
      'bad-session',
      `${directory.path} is no session directory`,
      'it has no manifest.json',
      'spc session ls lists them',
    );
  try {
    return await parseManifest(readText(fd, shown), shown);
  } finally {
    closeSync(fd);
  }
}

function readText(fd: number, shown: string): string {
  const { size } = fstatSync(fd);
  if (size > MAX_MANIFEST) throw damaged(shown, `it is ${size} bytes long`);
  const buffer = Buffer.alloc(size);
  return buffer.toString('utf8', 0, readSync(fd, buffer, 0, size, 0));
}
