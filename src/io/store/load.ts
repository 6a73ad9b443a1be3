/** Bringing an archive's images into the store: complete, or not at all. */
import {
  chmodSync,
  createReadStream,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { SpcError } from '../../core/errors.ts';
import { withTag } from '../../core/reference.ts';
import { goArchitecture } from '../../core/tools/archive.ts';
import type { Image } from '../../core/types.ts';
import { imageDirectory, imagesRoot } from '../builtin/paths.ts';
import { identify, isAlive } from '../builtin/pids.ts';
import { type Blobs, directoryBlobs, openBlob, sha256, spoolArchive } from './blobs.ts';
import { layerDigests, readConfig } from './config.ts';
import { badArchive } from './errors.ts';
import { asObject, parseJson } from './json.ts';
import { type ArchivedImage, readManifest } from './manifest.ts';
import { listImages, moveTags, writeRecord } from './records.ts';
import { unpackLayer } from './unpack.ts';

/** Told in a few words what is being done. */
export type Progress = (text: string) => void;

const MIB = 1024 * 1024;

/**
 * Loads every image of an archive: `docker save`, `podman save` as docker-archive or oci-archive, plain or gzip or zstd,
 * or an OCI layout's directory.
 *
 * @param source a path, or `-` for standard input
 * @param progress told what is being done, some times a second
 * @throws `bad-archive`, `no-root`, `usage` when there is no such file, `system`
 */
export async function loadImage(source: string, progress: Progress = () => {}): Promise<Image[]> {
  if (process.geteuid?.() !== 0) {
    throw new SpcError('no-root', 'loading an image needs root', 'its files have owners', 'run it with sudo');
  }
  mkdirSync(imagesRoot(), { recursive: true, mode: 0o700 });
  removeAbandoned();
  const { startTime = '' } = identify(process.pid) ?? {};
  const work = mkdtempSync(join(imagesRoot(), `.loading-${process.pid}-${startTime}-`));
  try {
    progress('reading the archive');
    const blobs = await openSource(source, work);
    const ids: string[] = [];
    for (const image of readManifest(blobs, goArchitecture(process.arch))) {
      ids.push(await install(image, blobs, work, progress));
    }
    return listImages().filter(({ id }) => ids.includes(id));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function openSource(source: string, work: string): Promise<Blobs> {
  if (source !== '-' && look(source).isDirectory()) return directoryBlobs(source);
  const spool = join(work, 'spool');
  mkdirSync(spool);
  return await spoolArchive(source === '-' ? process.stdin : createReadStream(source), spool);
}

function look(path: string) {
  try {
    return statSync(path);
  } catch (error) {
    throw new SpcError('usage', `cannot read ${path}`, (error as Error).message, 'give an archive, a directory, or -');
  }
}

/** Unpacks one image and puts it in place. Returns its id. */
async function install(image: ArchivedImage, blobs: Blobs, work: string, progress: Progress): Promise<string> {
  const hex = sha256(image.config);
  const config = asObject(parseJson(image.config, 'config'), 'config');
  readConfig(config); // a config that cannot be read is refused before anything is unpacked
  const final = imageDirectory(hex);
  if (!statSync(final, { throwIfNoEntry: false })) {
    const directory = join(work, hex);
    const root = join(directory, 'rootfs');
    mkdirSync(root, { recursive: true });
    chmodSync(root, 0o755); // whatever the caller's umask; a layer may say otherwise
    const size = await unpackAll(image, layerDigests(config), blobs, root, progress);
    writeFileSync(join(directory, 'config.json'), image.config);
    writeRecord(directory, { tags: [], size });
    renameInPlace(directory, final);
  }
  moveTags(`sha256:${hex}`, image.tags.map(withTag));
  return `sha256:${hex}`;
}

async function unpackAll(
  { layers }: ArchivedImage,
  digests: string[],
  blobs: Blobs,
  root: string,
  progress: Progress,
): Promise<number> {
  if (layers.length !== digests.length) throw badArchive('its layers are not those of its config');
  let size = 0;
  for (const [index, layer] of layers.entries()) {
    const what = `unpacking layer ${index + 1} of ${layers.length}`;
    const meter = everyMebibytes(16, (mib) => progress(`${what}: ${mib} MiB`));
    progress(what);
    size += await unpackLayer(openBlob(blobs, layer), root, digests[index] ?? '', meter);
  }
  return size;
}

function everyMebibytes(step: number, tell: (mib: number) => void): (bytes: number) => void {
  let next = step;
  return (bytes) => {
    const mib = Math.floor(bytes / MIB);
    if (mib < next) return;
    next = mib + step;
    tell(mib);
  };
}

/** Another spc may have loaded the same image meanwhile: then that one stays. */
function renameInPlace(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error;
  }
}

/** What a killed spc left half-loaded. */
function removeAbandoned(): void {
  for (const name of readdirSync(imagesRoot())) {
    const [, pid, startTime = ''] = /^\.loading-(\d+)-(\d+)-/.exec(name) ?? [];
    const abandoned = pid !== undefined && !isAlive({ pid: Number(pid), startTime });
    if (abandoned || name.startsWith('.removed-')) rmSync(join(imagesRoot(), name), { recursive: true, force: true });
  }
}
