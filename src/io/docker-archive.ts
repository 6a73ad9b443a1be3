/** A directory as a docker-archive (what `docker save` writes): one layer, the same bytes for the same content. */
import { createHash, type Hash } from 'node:crypto';
import { open, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { archiveManifest, bundleArguments, imageConfig, layerArguments } from '../core/tools/archive.ts';
import type { ImageDefinition } from '../core/tools/types.ts';
import { type Job, runTool, type Steps, streamTool } from './tools/run.ts';

export interface ArchiveRequest {
  /** The root file system. */
  root: string;
  /** A private directory for the parts. */
  parts: string;
  /** The archive to write; replaced when it is there. */
  output: string;
  image: ImageDefinition;
  /** Go's name of it. */
  architecture: string;
  /** Seconds since 1970: the date of the image and of every file in it. */
  epoch: number;
  comment: string;
}

export interface Archive {
  path: string;
  /** `sha256:<64 hex>` of the config: the image's id. */
  id: string;
  /** Bytes of the layer. */
  size: number;
}

/** Writes it. Throws `build-failed`. */
export async function* writeDockerArchive(request: ArchiveRequest, job: Job): Steps<Archive> {
  const { parts, output, image, architecture, epoch, comment } = request;
  const layer = yield* writeLayer(request, join(parts, 'layer.tar'), job);
  const config = imageConfig({ image, architecture, epoch, diffId: layer.digest, comment });
  const id = sha256(config);
  const configFile = `${id.slice('sha256:'.length)}.json`;
  await writeFile(join(parts, configFile), config);
  await writeFile(join(parts, 'manifest.json'), archiveManifest(configFile, 'layer.tar', image.tag));
  yield { phase: 'writing the archive' };
  await bundle(parts, output, epoch, [configFile, 'manifest.json', 'layer.tar'], job);
  return { path: output, id, size: layer.size };
}

interface Layer {
  digest: string;
  size: number;
}

async function* writeLayer({ root, epoch }: ArchiveRequest, path: string, job: Job): Steps<Layer> {
  const file = await open(path, 'wx', 0o600);
  const hash = createHash('sha256');
  let size = 0;
  try {
    for await (const chunk of streamTool({ file: 'tar', args: layerArguments(root, epoch), env: TAR_ENV }, job)) {
      hash.update(chunk);
      await file.write(chunk);
      size += chunk.length;
      yield { phase: 'writing the layer', detail: `${Math.floor(size / 1e6)} MB` };
    }
  } finally {
    await file.close();
  }
  return { digest: named(hash), size };
}

/** Sorting is by bytes whatever the caller's language. */
const TAR_ENV = { LC_ALL: 'C', TAR_OPTIONS: undefined };

/** Written beside the output and renamed over it: a link of that name is replaced, never followed. */
async function bundle(parts: string, output: string, epoch: number, files: string[], job: Job): Promise<void> {
  const next = `${output}.${process.pid}.partial`;
  await rm(next, { force: true });
  await (await open(next, 'wx', 0o600)).close();
  try {
    await runTool({ file: 'tar', args: bundleArguments(parts, next, epoch, files), env: TAR_ENV }, job);
    await rename(next, output);
  } catch (error) {
    await rm(next, { force: true });
    throw error;
  }
}

const sha256 = (text: string) => named(createHash('sha256').update(text));
const named = (hash: Hash) => `sha256:${hash.digest('hex')}`;
