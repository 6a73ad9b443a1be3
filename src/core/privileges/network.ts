/** --network, in docker's long form (`name=host,alias=x`), podman's lists and its user-mode back ends, and --publish. */
import { partAt } from '../text.ts';
import type { RunOption } from '../types.ts';
import { always, grant, type Judged, merge, ORDINARY, type Rule, tightened, unjudged, whenOn } from './judged.ts';
import { csvFields } from './readings.ts';

const HOST =
  "uses the host's network: reaches services on its loopback and abstract sockets, listens on its ports, and sniffs with NET_RAW";
const OTHER = "uses another container's network: reaches its loopback and listens on its ports";
const ORDINARY_NETWORKS = ['', 'bridge', 'default', 'private', 'nat'];
const LOOPBACK = 'reaches services that listen only on the loopback of the host';

export const network: Rule = (option) => {
  const value = option.value.trim();
  const fields = csvFields(value);
  if (!fields) return unjudged(option);
  if (!/^(slirp4netns|pasta)\b/i.test(value)) return merge(fields.flatMap(target).map((name) => join(option, name)));
  const named = fields.filter((field) => /^\s*name\s*=/i.test(field)).flatMap(target);
  return merge([userMode(option, value), ...named.map((name) => join(option, name))]);
};

/** The network a field of docker's CSV names. docker lowers the case of its long form, so `name=HOST` is the host's. */
function target(field: string): string[] {
  const [key, named] = partAt(field.trim(), '=');
  if (named === undefined) return [key];
  if (key.trim().toLowerCase() === 'name') return [named.trim()];
  // `mynet:ip=10.0.0.2` is podman's; `alias=x`, `ip=…` are docker's keys.
  return key.includes(':') ? [key] : [];
}

function join(option: RunOption, network: string): Judged {
  const word = network.toLowerCase();
  const name = word.split(':')[0] ?? '';
  if (name === 'container' || name === 'ns') return grant(option, `network=${network}`, 'high', OTHER);
  if (name === 'host') return grant(option, 'network=host', 'high', HOST);
  if (name === 'none') return tightened('network=none');
  if (ORDINARY_NETWORKS.includes(name)) return ORDINARY;
  return grant(
    option,
    `network=${network.split(':')[0]}`,
    'low',
    'joins a named network and reaches the containers on it',
  );
}

/** slirp4netns(1), pasta(1): they wall the container off, unless told to map the host's loopback into it. */
function userMode(option: RunOption, value: string): Judged {
  const opens = /allow_host_loopback=true|map-host-loopback|map-gw|[:,]-[TU]|(tcp|udp)-ns/.test(value);
  return opens ? grant(option, `network=${value}`, 'high', LOOPBACK) : ORDINARY;
}

export const publish = always('low', 'listens on a port of the host');

export const publishAll = whenOn('low', 'listens on a random port of the host for each port the image exposes');
