/** The texts of a docker-archive: config, manifest.json and repositories, the same bytes for the same input. */
import type { ImageDefinition } from './types.ts';

export interface ConfigInput {
  image: ImageDefinition;
  /** Go's name: `amd64`. */
  architecture: string;
  /** Seconds since 1970. */
  epoch: number;
  /** `sha256:<64 hex>` of the uncompressed layer. */
  diffId: string;
  comment: string;
}

/** Node's names of architectures → Go's, which images carry; the same where not listed. */
const GO_ARCHITECTURES: Record<string, string> = { x64: 'amd64', ia32: '386', ppc64: 'ppc64le' };

/** Go's name of this machine's architecture, by Node's. */
export const goArchitecture = (nodeArchitecture: string) => GO_ARCHITECTURES[nodeArchitecture] ?? nodeArchitecture;

/** The image's config (OCI image-spec, config.md); its SHA-256 is the image's id. Keys are written in a fixed order. */
export function imageConfig({ image, architecture, epoch, diffId, comment }: ConfigInput): string {
  const created = new Date(epoch * 1000).toISOString().replace('.000Z', 'Z');
  return JSON.stringify({
    architecture,
    config: { Env: pairs(image.env), Cmd: image.cmd, Labels: sorted(image.labels) },
    created,
    history: [{ created, created_by: 'spc tools build', comment }],
    os: 'linux',
    rootfs: { type: 'layers', diff_ids: [diffId] },
  });
}

/** manifest.json as `docker save` writes it: which files are the config and the layers, and the image's name. */
export function archiveManifest(configFile: string, layerFile: string, tag: string): string {
  return JSON.stringify([{ Config: configFile, RepoTags: [tag], Layers: [layerFile] }]);
}

const pairs = (env: Record<string, string>) => Object.entries(env).map(([name, value]) => `${name}=${value}`);

function sorted(map: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** tar(1): a directory's content as a reproducible archive on stdout. */
export function layerArguments(directory: string, epoch: number): string[] {
  return [
    '--create',
    '--sort=name',
    `--mtime=@${epoch}`,
    '--numeric-owner',
    // File capabilities survive; the headers that carry them must not hold tar's own pid or times.
    '--format=posix',
    '--pax-option=exthdr.name=%d/PaxHeaders/%f,delete=atime,delete=ctime',
    '--xattrs',
    '--xattrs-include=security.capability',
    '--directory',
    directory,
    '.',
  ];
}

/** tar(1): the parts of an archive, by their names in `directory`. */
export function bundleArguments(directory: string, output: string, epoch: number, files: string[]): string[] {
  return [
    '--create',
    '--file',
    output,
    `--mtime=@${epoch}`,
    '--owner=0',
    '--group=0',
    '--numeric-owner',
    '--mode=0644',
    '--format=ustar',
    '--directory',
    directory,
    ...files,
  ];
}
