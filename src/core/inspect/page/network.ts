/** Links, addresses, routes, open ports. */
import type { PageItem } from '../../page.ts';
import type { Inspection, NetworkFacts, PortFacts } from '../inspection.ts';
import type { Link, Peer } from '../network.ts';
import { facts, firstOf } from './items.ts';

const SHOWN_LINKS = 8;
const SHOWN_PORTS = 10;

/** Links with the other ends of veths, default routes, ports with who holds them. */
export function networkItems({ network }: Inspection, all: boolean): PageItem[] {
  if (!network) return [];
  const [links, moreLinks] = firstOf(network.links, SHOWN_LINKS, all, 'links');
  const [ports, morePorts] = firstOf(network.ports ?? [], SHOWN_PORTS, all, 'open ports');
  const routes = network.routes.map(({ gateway, link }) =>
    [gateway && `via ${gateway}`, link && `on ${link}`].filter(Boolean).join(' '),
  );
  return [
    ...facts([...links.flatMap((link) => linkFacts(link, network)), ['default', routes.join('; ')]]),
    ...moreLinks,
    ...facts(ports.map((port, at) => [at === 0 ? 'ports' : '', portText(port)])),
    ...morePorts,
    ...(network.ports?.length === 0 ? facts([['ports', 'none open']]) : []),
  ];
}

/** Of a loopback only the addresses tell anything. */
function linkFacts(link: Link, network: NetworkFacts): [string, string][] {
  const { name, kind, mac, state, mtu, master, addresses, peer } = link;
  const shown = addresses.map(({ address, prefix }) => `${address}/${prefix}`).join(' ') || 'no address';
  if (kind === 'loopback') return [[name, shown]];
  const about = [kind, mac, state === 'unknown' ? '' : state, mtu > 0 ? `mtu ${mtu}` : '', master && `in ${master}`];
  return [
    [name, shown],
    ['', about.filter(Boolean).join(', ')],
    ['', peer ? peerText(kind, peer, network) : ''],
  ];
}

/** A veth has another end; a macvlan or vlan lies on a device. */
function peerText(kind: string, peer: Peer, network: NetworkFacts): string {
  const device = [peer.name || `link ${peer.index}`, peerPlace(peer, network)].filter(Boolean).join(' ');
  const line = kind === 'veth' ? `↔ ${device}` : `on ${device}`;
  return peer.bridge ? `${line}, in the bridge ${peer.bridge}` : line;
}

function peerPlace({ namespace, onHost }: Peer, network: NetworkFacts): string {
  if (namespace === network.inode) return '';
  if (onHost) return 'on the host';
  if (namespace === null) return 'in another namespace';
  const { containers = [] } = network.neighbours.find(({ inode }) => inode === namespace) ?? {};
  return `in ${containers.join(', ') || `net:[${namespace}]`}`;
}

function portText({ protocol, address, port, holders }: PortFacts): string {
  const where = address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
  const who = holders.map(({ pid, comm }) => `${comm} (${pid})`).join(', ');
  return [protocol, where, who].filter(Boolean).join('  ');
}
