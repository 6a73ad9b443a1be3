/** `image inspect` of docker and podman in one shape. */
import { field, listField, textField, textListField, textsField } from '../../fields.ts';
import { isSecretName } from '../../secrets.ts';
import type { Piece } from '../evidence.ts';
import type { HistoryLine, ImageEvidence } from '../objects.ts';

/** podman writes ids without the algorithm. */
export const imageId = (id: string): string => (/^[0-9a-f]{64}$/.test(id) ? `sha256:${id}` : id);

/** An image before it is told whether it is spc's own. */
export type InspectedImage = Omit<ImageEvidence, 'own'>;

/** Those of an inspect's array. docker's has no history: `historyOf` tells it by id. */
export function parseImages(
  inspected: readonly unknown[],
  historyOf: (id: string) => Piece<HistoryLine[]>,
): InspectedImage[] {
  return inspected.flatMap((json) => (textField(json, 'Id') === '' ? [] : [parseImage(json, historyOf)]));
}

function parseImage(json: unknown, historyOf: (id: string) => Piece<HistoryLine[]>): InspectedImage {
  const id = imageId(textField(json, 'Id'));
  const config = field(json, 'Config');
  const history = field(json, 'History');
  return {
    id,
    tags: textListField(json, 'RepoTags').filter((tag) => !tag.startsWith('<none>')),
    digests: textListField(json, 'RepoDigests'),
    labels: textsField(config, 'Labels'),
    user: textField(config, 'User'),
    healthcheck: hasHealthcheck(config) || isHealthcheck(field(json, 'HealthCheck')),
    env: textListField(config, 'Env').map(withoutSecret),
    history: Array.isArray(history) ? { ok: parseHistory(history) } : historyOf(id),
  };
}

/** That a variable has a value is evidence; a secret itself belongs in no file. */
function withoutSecret(variable: string): string {
  const equals = variable.indexOf('=');
  const hides = equals > 0 && equals < variable.length - 1 && isSecretName(variable.slice(0, equals));
  return hides ? `${variable.slice(0, equals)}=***` : variable;
}

/** Steps as an image's own JSON has them (OCI image-spec, config.md), oldest first. */
export const parseHistory = (history: unknown): HistoryLine[] =>
  (Array.isArray(history) ? history : []).map((step) => ({
    createdBy: textField(step, 'created_by'),
    empty: field(step, 'empty_layer') === true,
  }));

/** Of a container's or image's Config. */
export const hasHealthcheck = (config: unknown): boolean => isHealthcheck(field(config, 'Healthcheck'));

/** `["NONE"]` takes a base image's away. */
function isHealthcheck(healthcheck: unknown): boolean {
  const [kind = 'NONE'] = listField(healthcheck, 'Test');
  return kind !== 'NONE' && kind !== '';
}
