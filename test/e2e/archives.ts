/** Image archives made to measure, honest and hostile. */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { type Header, pack } from 'tar-stream';

export interface Entry extends Partial<Header> {
  name: string;
  content?: string;
}

export const sha256 = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex');

/** A tar of entries; `content` makes a file. */
export async function tar(entries: Entry[]): Promise<Buffer> {
  const archive = pack();
  const whole = buffer(archive);
  for (const { content, ...header } of entries) archive.entry({ mtime: new Date(0), ...header }, content ?? '');
  archive.finalize();
  return await whole;
}

export interface Changes {
  /** Instead of the true digests of the layers. */
  diffIds?: string[];
  /** Instead of the true bytes of the config. */
  config?: string;
  manifest?: string;
  labels?: Record<string, string>;
  /** Its name; `made:up` unless told. */
  tag?: string;
  compress?: (layer: Buffer) => Buffer;
}

/** A docker-archive at `path`, of layers given by their entries. Returns the image's id. */
export async function dockerArchive(path: string, layers: Entry[][], changes: Changes = {}): Promise<string> {
  const tars = await Promise.all(layers.map(tar));
  const diffIds = changes.diffIds ?? tars.map((bytes) => `sha256:${sha256(bytes)}`);
  const config =
    changes.config ??
    JSON.stringify({
      architecture: 'amd64',
      config: { Cmd: ['sh'], Labels: changes.labels ?? {} },
      rootfs: { type: 'layers', diff_ids: diffIds },
    });
  const Config = `${sha256(config)}.json`;
  const Layers = tars.map((_, index) => `${index}/layer.tar`);
  const manifest = changes.manifest ?? JSON.stringify([{ Config, RepoTags: [changes.tag ?? 'made:up'], Layers }]);
  const archive = pack();
  const whole = buffer(archive);
  for (const [index, bytes] of tars.entries()) {
    archive.entry({ name: `${index}/layer.tar` }, changes.compress?.(bytes) ?? bytes);
  }
  archive.entry({ name: Config }, config);
  archive.entry({ name: 'manifest.json' }, manifest);
  archive.finalize();
  writeFileSync(path, await whole);
  return `sha256:${sha256(config)}`;
}
