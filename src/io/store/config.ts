/** An image's config (OCI image-spec config.md, docker image spec v1.2) as spc's Image. */
import type { Image } from '../../core/types.ts';
import { badArchive } from './errors.ts';
import { asObject, asStrings, digestHex, type JsonObject } from './json.ts';

/** Reads a config's fields. Throws `bad-archive`. */
export function readConfig(config: JsonObject): Omit<Image, 'id' | 'tags' | 'repoDigests' | 'size'> {
  const run = asObject(config['config'] ?? {}, 'config');
  const { architecture, created } = config;
  return {
    labels: readLabels(run['Labels']),
    cmd: asStrings(run['Cmd'], 'Cmd'),
    entrypoint: asStrings(run['Entrypoint'], 'Entrypoint'),
    env: asStrings(run['Env'], 'Env'),
    user: optionalText(run['User']) ?? '',
    workdir: optionalText(run['WorkingDir']) ?? '',
    ...(typeof architecture === 'string' ? { architecture } : {}),
    ...(typeof created === 'string' ? { created } : {}),
  };
}

/** Own properties only, whatever their names: `__proto__` is a label like any other. */
function readLabels(value: unknown): Record<string, string> {
  const entries = Object.entries(asObject(value ?? {}, 'Labels'));
  return Object.fromEntries(entries.map(([name, text]) => [name, optionalText(text) ?? '']));
}

function optionalText(value: unknown): string | undefined {
  if (value === undefined || value === null || typeof value === 'string') return value ?? undefined;
  throw badArchive('its config holds a value that is no text');
}

/** The digests of the layers' plain tars, lowest first, as hex. Throws `bad-archive`. */
export function layerDigests(config: JsonObject): string[] {
  const { diff_ids } = asObject(config['rootfs'], 'rootfs');
  return asStrings(diff_ids, 'diff_ids').map((id) => digestHex(id, 'diff_ids'));
}
