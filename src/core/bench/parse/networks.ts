/** `network inspect` of docker and podman, which spell the same names differently. */
import { entriesField, field, textField, textsField } from '../../fields.ts';
import type { NetworkEvidence } from '../objects.ts';

export const parseNetworks = (inspected: readonly unknown[]): NetworkEvidence[] => inspected.map(parseNetwork);

function parseNetwork(json: unknown): NetworkEvidence {
  return {
    id: textField(json, 'Id') || textField(json, 'id'),
    name: textField(json, 'Name') || textField(json, 'name'),
    driver: textField(json, 'Driver') || textField(json, 'driver'),
    ingress: field(json, 'Ingress') === true,
    options: { ...textsField(json, 'options'), ...textsField(json, 'Options') },
    containers: entriesField(json, 'Containers').map(([id]) => id),
  };
}
