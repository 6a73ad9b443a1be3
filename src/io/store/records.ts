/** Images on disk: images/<hex of the id>/{config.json, image.json, rootfs/}. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SpcError } from '../../core/errors.ts';
import type { Image } from '../../core/types.ts';
import { imageDirectory, imagesRoot } from '../builtin/paths.ts';
import { replaceFile } from '../replace-file.ts';
import { sha256 } from './blobs.ts';
import { readConfig } from './config.ts';
import { badArchive } from './errors.ts';
import { asObject, parseJson } from './json.ts';

/** image.json: what spc knows beside the config. */
export interface ImageRecord {
  tags: string[];
  /** Bytes of the unpacked layers. */
  size: number;
}

/** Every image of the store; one whose files are damaged is left out. Throws `no-root`, `config`, `system`. */
export function listImages(): Image[] {
  return names().flatMap((hex) => {
    try {
      return readImage(hex);
    } catch {
      return [];
    }
  });
}

function names(): string[] {
  const root = imagesRoot();
  try {
    return readdirSync(root).filter((name) => /^[0-9a-f]{64}$/.test(name));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return [];
    if (code === 'EACCES') throw new SpcError('no-root', "cannot read spc's image store", message, 'run it with sudo');
    throw new SpcError('system', "cannot read spc's image store", message);
  }
}

function readImage(hex: string): Image {
  const directory = imageDirectory(hex);
  const bytes = readFileSync(join(directory, 'config.json'));
  if (sha256(bytes) !== hex) throw badArchive('its config was changed');
  const config = asObject(parseJson(bytes, 'config'), 'config');
  const { tags, size } = readRecord(hex);
  return { id: `sha256:${hex}`, tags, repoDigests: [], size, ...readConfig(config) };
}

function readRecord(id: string): ImageRecord {
  return JSON.parse(readFileSync(join(imageDirectory(id), 'image.json'), 'utf8'));
}

/** Writes an image's record as one step. */
export function writeRecord(directory: string, record: ImageRecord): void {
  replaceFile(join(directory, 'image.json'), JSON.stringify(record), 0o644);
}

/** Gives tags to one image, and takes them from any other, as loading and tagging do everywhere. */
export function moveTags(id: string, tags: readonly string[]): void {
  for (const image of listImages()) {
    const others = image.tags.filter((tag) => !tags.includes(tag));
    const next = image.id === id ? [...tags, ...others] : others;
    if (next.join() !== image.tags.join()) {
      writeRecord(imageDirectory(image.id), { tags: next, size: image.size ?? 0 });
    }
  }
}
