/** What an archive says it holds: docker's manifest.json, or an OCI layout's index. */
import type { Blobs } from './blobs.ts';
import { readBlob, readDigested, sha256 } from './blobs.ts';
import { badArchive } from './errors.ts';
import { asList, asObject, asString, asStrings, digestHex, type JsonObject, parseJson } from './json.ts';

/** One image of an archive, before its layers are looked at. */
export interface ArchivedImage {
  /** The config's very bytes: their sha256 is the image's id. */
  config: Buffer;
  tags: string[];
  /** Names of the layers in the archive, lowest first. */
  layers: string[];
}

const MAX_IMAGES = 64;
const MAX_NESTING = 3;

/** The images of an archive. Throws `bad-archive`. */
export function readManifest(blobs: Blobs, machine: string): ArchivedImage[] {
  const images = hasFile(blobs, 'manifest.json') ? dockerImages(blobs) : ociImages(blobs, machine);
  if (images.length === 0 || images.length > MAX_IMAGES) throw badArchive(`it holds ${images.length} images`);
  return images;
}

function hasFile(blobs: Blobs, name: string): boolean {
  try {
    readBlob(blobs, name);
    return true;
  } catch {
    return false;
  }
}

/** moby image/tarexport: `[{Config, RepoTags, Layers}]`. */
function dockerImages(blobs: Blobs): ArchivedImage[] {
  const list = asList(parseJson(readBlob(blobs, 'manifest.json'), 'manifest.json'), 'manifest.json');
  return list.map((item) => {
    const { Config, RepoTags, Layers } = asObject(item, 'manifest.json');
    const name = asString(Config, 'Config');
    const config = readBlob(blobs, name);
    const hex = /([0-9a-f]{64})(\.json)?$/.exec(name)?.[1];
    if (hex !== undefined && hex !== sha256(config)) throw badArchive(`${name} does not match its digest`);
    return { config, tags: asStrings(RepoTags, 'RepoTags'), layers: asStrings(Layers, 'Layers') };
  });
}

/** The OCI image layout: index.json → manifests → config and layers, each by its digest. */
function ociImages(blobs: Blobs, machine: string): ArchivedImage[] {
  const index = asObject(parseJson(readBlob(blobs, 'index.json'), 'index.json'), 'index.json');
  return readIndex(blobs, index, machine, 0).map(({ manifest, name }) => {
    const layers = asList(manifest['layers'] ?? [], 'layers').map((layer) => digestOf(layer, 'layers'));
    return {
      config: readDigested(blobs, digestOf(manifest['config'], 'config')),
      tags: name === undefined ? [] : [name],
      layers: layers.map((hex) => `blobs/sha256/${hex}`),
    };
  });
}

interface NamedManifest {
  manifest: JsonObject;
  name?: string;
}

function readIndex(blobs: Blobs, index: JsonObject, machine: string, depth: number): NamedManifest[] {
  if (depth > MAX_NESTING) throw badArchive('its indexes are nested too deep');
  const entries = asList(index['manifests'], 'manifests').map((entry) => asObject(entry, 'manifests'));
  const chosen = entries.length > 1 ? entries.filter((entry) => isForMachine(entry, machine)) : entries;
  return chosen.flatMap((entry) => {
    const name = nameOf(entry);
    const blob = readDigested(blobs, digestOf(entry, 'manifests'));
    const document = asObject(parseJson(blob, 'manifest'), 'manifest');
    const found = 'manifests' in document ? readIndex(blobs, document, machine, depth + 1) : [{ manifest: document }];
    return found.map((item: NamedManifest) =>
      item.name === undefined && name !== undefined ? { ...item, name } : item,
    );
  });
}

/** Without a platform it is an image; with one it must be this machine's; attestations are for none. */
function isForMachine(entry: JsonObject, machine: string): boolean {
  if (entry['platform'] === undefined) return true;
  const { os, architecture } = asObject(entry['platform'], 'platform');
  return os === 'linux' && architecture === machine;
}

/** containerd writes the whole name beside OCI's, which may be a tag alone. */
function nameOf(entry: JsonObject): string | undefined {
  const annotations = asObject(entry['annotations'] ?? {}, 'annotations');
  const whole = annotations['io.containerd.image.name'];
  const name = whole ?? annotations['org.opencontainers.image.ref.name'];
  return typeof name === 'string' && /[/:]/.test(name) ? name : undefined;
}

const digestOf = (descriptor: unknown, name: string) => digestHex(asObject(descriptor, name)['digest'], name);
