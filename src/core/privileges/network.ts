/** --network, in docker's long form (`name=host,alias=x`), podman's lists and its user-mode back ends, and --publish. */
import { partAt } from '../text.ts';
import type { RunOption } from '../types.ts';
import { always, grant, type Judged, merge, ORDINARY, type Rule, tightened, whenOn } from './judged.ts';

const HOST =
  "uses the host's network: reaches services on its loopback and abstract sockets, listens on its ports, and sniffs with NET_RAW";
const OTHER = "uses another container's network: reaches its loopback and listens on its ports";
const ORDINARY_NETWORKS = ['', 'bridge', 'default', 'private', 'nat'];
const LOOPBACK = 'reaches services that listen only on the loopback of the host';

export const network: Rule = (option) => {
  const value = option.value.trim();
  if (/^(slirp4netns|pasta)\b/i.test(value)) return userMode(option, value);
  return merge(targets(value).map((target) => join(option, target)));
};

/** The networks a value names. docker lowers the case of its long form, so `name=HOST` is the host's. */
function targets(value: string): string[] {
  return value.split(',').flatMap((piece) => {
    const [key, named] = partAt(piece.trim(), '=');
    if (named === undefined) return [key];
    if (key.trim().toLowerCase() === 'name') return [named.trim()];
    // `mynet:ip=10.0.0.2` is podman's; `alias=x`, `ip=…` are docker's keys.
    return key.includes(':') ? [key] : [];
  });
}

function join(option: RunOption, target: string): Judged {
  const word = target.toLowerCase();
  const name = word.split(':')[0] ?? '';
  if (name === 'container' || name === 'ns') return grant(option, `network=${target}`, 'high', OTHER);
  if (name === 'host') return grant(option, 'network=host', 'high', HOST);
  if (name === 'none') return tightened('network=none');
  if (ORDINARY_NETWORKS.includes(name)) return ORDINARY;
  return grant(
    option,
    `network=${target.split(':')[0]}`,
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
