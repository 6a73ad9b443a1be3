/** A session as one tar archive. */
import {
  closeSync,
  constants,
  createReadStream,
  createWriteStream,
  fstatSync,
  openSync,
  readdirSync,
  rmSync,
} from 'node:fs';
import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Pack } from 'tar-stream';
import { SpcError } from '../../core/errors.ts';
import { type OpenedDirectory, OURS, openDirectory, openFile, readManifest } from './session-files.ts';

const FILE_MODE = 0o600;

/** Writes the archive to a new file that only its owner reads, or, without a file, to `stdout`. Throws `bad-session`, `system`. */
export async function exportSession(path: string, file: string | undefined, stdout: Writable): Promise<void> {
  const directory = openDirectory(path);
  try {
    await readManifest(directory);
    if (file === undefined) await writeArchive(directory, stdout, 'standard output');
    else await writeNew(directory, file);
  } finally {
    directory.close();
  }
}

/** Half an archive does not stay. */
async function writeNew(directory: OpenedDirectory, file: string): Promise<void> {
  const to = newFile(file);
  try {
    await writeArchive(directory, to, file);
  } catch (error) {
    rmSync(file, { force: true });
    throw error;
  }
}

function newFile(file: string): Writable {
  try {
    const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
    const fd = openSync(file, flags, FILE_MODE);
    return createWriteStream('', { fd });
  } catch (cause) {
    throw new SpcError('system', `cannot write ${file}`, (cause as Error).message, 'name a file that does not exist', {
      cause,
    });
  }
}

/** Packing and writing go on together; when one of them fails the other is given up. */
async function writeArchive(directory: OpenedDirectory, to: Writable, shown: string): Promise<void> {
  const { pack } = await import('tar-stream');
  const archive = pack();
  archive.on('error', () => {}); // the pipelines tell
  const failed = new AbortController();
  const giveUp = (error: unknown) => {
    failed.abort();
    throw error;
  };
  const packed = addFiles(archive, directory, failed.signal).catch(giveUp);
  const written = pipeline(archive, to, { signal: failed.signal }).catch(giveUp);
  const ends = await Promise.allSettled([packed, written]);
  const causes = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason] : []));
  if (causes.length > 0) throw failure(causes, shown);
}

/** The one that came first: the other was given up. */
function failure(causes: readonly Error[], shown: string): Error {
  const cause = causes.find(({ name }) => name !== 'AbortError') ?? causes[0];
  if (cause instanceof SpcError) return cause;
  return new SpcError('system', `cannot write ${shown}`, cause?.message, 'write it where there is room', { cause });
}

/** Files of a session only, none that a link leads to; a file that grows meanwhile is cut at the size it had. */
async function addFiles(archive: Pack, directory: OpenedDirectory, signal: AbortSignal): Promise<void> {
  const folder = directory.path.split('/').at(-1) || 'session';
  const names = readdirSync(directory.base)
    .filter((name) => OURS.test(name))
    .sort();
  for (const name of names) await addFile(archive, directory, folder, name, signal);
  archive.finalize();
}

async function addFile(
  archive: Pack,
  directory: OpenedDirectory,
  folder: string,
  name: string,
  signal: AbortSignal,
): Promise<void> {
  const fd = openFile(directory, name);
  if (fd === undefined) return; // it made way meanwhile
  const { size, mtime } = fstatSync(fd);
  const header = { name: `${folder}/${name}`, size, mtime, mode: FILE_MODE };
  if (size === 0) {
    closeSync(fd);
    archive.entry(header, '');
  } else {
    const entry = archive.entry(header);
    entry.on('error', () => {});
    await pipeline(createReadStream('', { fd, start: 0, end: size - 1 }), entry, { signal });
  }
}
