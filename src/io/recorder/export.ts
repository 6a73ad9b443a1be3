/** A session as one tar archive. */
import { closeSync, createReadStream, createWriteStream, fstatSync, readdirSync, rmSync } from 'node:fs';
import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Pack } from 'tar-stream';
import { SpcError } from '../../core/errors.ts';
import type { Manifest } from '../../core/session/types.ts';
import { openNew } from '../new-file.ts';
import { damaged } from './manifest.ts';
import { type OpenedDirectory, OURS, openDirectory, openFile, readManifest } from './session-files.ts';

const FILE_MODE = 0o600;
/** No file of a session becomes so large (SEGMENT_BYTES): one that says so is a hole. */
const MAX_FILE = 512 * 1024 * 1024;
/** Before the bytes of a stream a file repeats a pcap's header. */
const MAX_HEADER = 4096;

/** Writes the archive to a new file that only its owner reads, or, without a file, to `stdout`. Throws `bad-session`, `system`. */
export async function exportSession(path: string, file: string | undefined, stdout: Writable): Promise<void> {
  const directory = openDirectory(path);
  try {
    const files = filesOf(directory, await readManifest(directory));
    if (file === undefined) await writeArchive(files, stdout, 'standard output');
    else await writeNew(files, file);
  } finally {
    directory.close();
  }
}

/** Half an archive does not stay. */
async function writeNew(files: SessionFiles, file: string): Promise<void> {
  const to = newFile(file);
  try {
    await writeArchive(files, to, file);
  } catch (error) {
    rmSync(file, { force: true });
    throw error;
  }
}

function newFile(file: string): Writable {
  try {
    return createWriteStream('', { fd: openNew(file) });
  } catch (cause) {
    throw new SpcError('system', `cannot write ${file}`, (cause as Error).message, 'name a file that does not exist', {
      cause,
    });
  }
}

/** Packing and writing go on together; when one of them fails the other is given up. */
async function writeArchive(files: SessionFiles, to: Writable, shown: string): Promise<void> {
  const { pack } = await import('tar-stream');
  const archive = pack();
  archive.on('error', () => {}); // the pipelines tell
  const failed = new AbortController();
  const giveUp = (error: unknown) => {
    failed.abort();
    throw error;
  };
  const packed = addFiles(archive, files, failed.signal).catch(giveUp);
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

/** What may go into the archive. */
interface SessionFiles {
  directory: OpenedDirectory;
  names: string[];
  /** The most bytes a file can have. */
  limitOf(name: string): number;
}

/** Those of a session only. */
function filesOf(directory: OpenedDirectory, manifest: Manifest): SessionFiles {
  const names = readdirSync(directory.base)
    .filter((name) => OURS.test(name))
    .sort();
  const bytes = new Map(manifest.streams.map((stream) => [stream.name, stream.bytes]));
  const limitOf = (name: string) => {
    const [, stream] = /^(.*)\.\d+\.raw$/.exec(name) ?? [];
    // while it is recorded the manifest is a little behind
    if (stream === undefined || !manifest.end) return MAX_FILE;
    return Math.min(MAX_FILE, (bytes.get(stream) ?? 0) + MAX_HEADER);
  };
  return { directory, names, limitOf };
}

/** None that a link leads to; a file that grows meanwhile is cut at the size it had. Throws `bad-session`. */
async function addFiles(archive: Pack, files: SessionFiles, signal: AbortSignal): Promise<void> {
  for (const name of files.names) await addFile(archive, files, name, signal);
  archive.finalize();
}

async function addFile(
  archive: Pack,
  { directory, limitOf }: SessionFiles,
  name: string,
  signal: AbortSignal,
): Promise<void> {
  const fd = openFile(directory, name);
  if (fd === undefined) return; // it made way meanwhile
  const { size, mtime } = fstatSync(fd);
  if (size > limitOf(name)) {
    closeSync(fd);
    throw damaged(`${directory.path}/${name}`, `it says to have ${size} bytes: more than were recorded`);
  }
  const folder = directory.path.split('/').at(-1) || 'session';
  const header = { name: `${folder}/${name}`, size, mtime, mode: FILE_MODE };
  if (size === 0) {
    closeSync(fd);
    archive.entry(header, '');
  } else await pipeline(createReadStream('', { fd, start: 0, end: size - 1 }), archive.entry(header), { signal });
}
