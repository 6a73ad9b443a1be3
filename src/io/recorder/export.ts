/** A session as one tar archive. */
import { closeSync, constants, createReadStream, createWriteStream, fstatSync, openSync, readdirSync } from 'node:fs';
import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Pack } from 'tar-stream';
import { SpcError } from '../../core/errors.ts';
import { OURS, type OpenedDirectory, openDirectory, openFile, readManifest } from './session-files.ts';

const FILE_MODE = 0o600;

/** Writes the archive to a new file that only its owner reads, or, without a file, to `stdout`. Throws `bad-session`, `system`. */
export async function exportSession(path: string, file: string | undefined, stdout: Writable): Promise<void> {
  const directory = openDirectory(path);
  try {
    await readManifest(directory);
    await writeArchive(directory, file === undefined ? stdout : newFile(file));
  } finally {
    directory.close();
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

/** Files of a session only, none that a link leads to; a file that grows meanwhile is cut at the size it had. */
async function writeArchive(directory: OpenedDirectory, to: Writable): Promise<void> {
  const { pack } = await import('tar-stream');
  const archive = pack();
  const folder = directory.path.split('/').at(-1) || 'session';
  const written = pipeline(archive, to);
  const names = readdirSync(directory.base)
    .filter((name) => OURS.test(name))
    .sort();
  for (const name of names) await addFile(archive, directory, folder, name);
  archive.finalize();
  await written;
}

async function addFile(archive: Pack, directory: OpenedDirectory, folder: string, name: string): Promise<void> {
  const fd = openFile(directory, name);
  if (fd === undefined) return; // it made way meanwhile
  const { size, mtime } = fstatSync(fd);
  const header = { name: `${folder}/${name}`, size, mtime, mode: FILE_MODE };
  if (size === 0) {
    closeSync(fd);
    archive.entry(header, '');
  } else await pipeline(createReadStream('', { fd, start: 0, end: size - 1 }), archive.entry(header));
}
