/** The files of an archive by their names in it, wherever they lie on disk. */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, realpathSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { extract } from 'tar-stream';
import { badArchive } from './errors.ts';
import { readSmallFile } from './json.ts';
import { decompressed } from './stream.ts';

/** A name in an archive → where its bytes are; undefined when the archive has none of that name. */
export type Blobs = (name: string) => string | undefined;

const MAX_ENTRIES = 100_000;
const MAX_LINKS = 8;

/** The regular files of an OCI layout on disk; a name or link that leads out of the directory is no file of it. */
export function directoryBlobs(directory: string): Blobs {
  const root = realpathSync(directory);
  return (name) => {
    try {
      const path = realpathSync(join(root, name));
      return path.startsWith(`${root}/`) && statSync(path).isFile() ? path : undefined;
    } catch {
      return undefined;
    }
  };
}

/**
 * Copies an archive's files into a private directory, under numbers: names from outside never become paths.
 *
 * @param source a tar, plain or gzip or zstd
 * @throws `bad-archive`
 */
export async function spoolArchive(source: Readable, directory: string): Promise<Blobs> {
  const files = new Map<string, string>();
  const links = new Map<string, string>();
  const archive = extract();
  const fed = decompressed(source).then((plain) => pipeline(plain, archive));
  fed.catch((error) => archive.destroy(error));
  try {
    for await (const entry of archive) {
      const { name, type, linkname } = entry.header;
      if (files.size + links.size >= MAX_ENTRIES) throw badArchive('it has too many files');
      if (type === 'file') {
        const path = join(directory, String(files.size));
        files.set(posix.normalize(name), path);
        await pipeline(entry, createWriteStream(path, { flags: 'wx', mode: 0o600 }));
      } else {
        // docker saves a layer once and links to it from elsewhere in the archive
        if (type === 'symlink') links.set(posix.normalize(name), posix.join(posix.dirname(name), linkname ?? ''));
        entry.resume();
      }
    }
    await fed;
  } catch (error) {
    throw asBadArchive(error);
  }
  return (name) => files.get(follow(posix.normalize(name), links));
}

function follow(name: string, links: ReadonlyMap<string, string>): string {
  let current = name;
  for (let hops = 0; hops < MAX_LINKS; hops++) {
    const next = links.get(current);
    if (next === undefined) break;
    current = next;
  }
  return current;
}

/** What the tar and compression libraries throw, as the user should read it; a failing disk stays what it is. */
export function asBadArchive(error: unknown): Error {
  const { name, code = '', message } = error as NodeJS.ErrnoException;
  if (name === 'SpcError' || code.startsWith('ENOSPC') || code === 'EIO') return error as Error;
  return badArchive(message, error);
}

/** A small blob's bytes. Throws `bad-archive` when it is missing. */
export function readBlob(blobs: Blobs, name: string): Buffer {
  const path = blobs(name);
  if (path === undefined) throw badArchive(`it holds no file ${name}`);
  return readSmallFile(path, name);
}

/** A blob named by its digest, which must be true. Throws `bad-archive`. */
export function readDigested(blobs: Blobs, hex: string): Buffer {
  const bytes = readBlob(blobs, `blobs/sha256/${hex}`);
  if (sha256(bytes) !== hex) throw badArchive(`blob ${hex} does not match its digest`);
  return bytes;
}

export const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** A large blob as a stream. Throws `bad-archive` when it is missing. */
export function openBlob(blobs: Blobs, name: string): Readable {
  const path = blobs(name);
  if (path === undefined) throw badArchive(`it holds no file ${name}`);
  return createReadStream(path);
}
